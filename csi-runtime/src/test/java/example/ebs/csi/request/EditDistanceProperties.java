package example.ebs.csi.request;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;

final class EditDistanceProperties {
  @Property
  void theDistanceIsZeroOnlyBetweenTheSame(
      @ForAll @AlphaChars @StringLength(max = 12) String one,
      @ForAll @AlphaChars @StringLength(max = 12) String other) {
    assertThat(EditDistance.between(one, other) == 0).isEqualTo(one.equals(other));
  }

  @Property
  void theDistanceIsTheSameBothWays(
      @ForAll @AlphaChars @StringLength(max = 12) String one,
      @ForAll @AlphaChars @StringLength(max = 12) String other) {
    assertThat(EditDistance.between(one, other)).isEqualTo(EditDistance.between(other, one));
  }

  @Property
  void oneLetterMoreIsADistanceOfOne(
      @ForAll @AlphaChars @StringLength(max = 12) String text, @ForAll @AlphaChars char letter) {
    assertThat(EditDistance.between(text, text + letter)).isEqualTo(1);
  }

  @Property
  void twoLettersInTheWrongOrderAreADistanceOfOneAtMost(
      @ForAll @AlphaChars @StringLength(max = 6) String before,
      @ForAll @AlphaChars char one,
      @ForAll @AlphaChars char other,
      @ForAll @AlphaChars @StringLength(max = 6) String after) {
    assertThat(EditDistance.between(before + one + other + after, before + other + one + after))
        .isLessThanOrEqualTo(1);
  }
}
