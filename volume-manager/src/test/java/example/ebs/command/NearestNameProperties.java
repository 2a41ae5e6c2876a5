package example.ebs.command;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;

final class NearestNameProperties {
  @Property
  void theDistanceIsZeroOnlyBetweenTheSame(
      @ForAll @AlphaChars @StringLength(max = 12) String one,
      @ForAll @AlphaChars @StringLength(max = 12) String other) {
    assertThat(NearestName.distance(one, other) == 0).isEqualTo(one.equals(other));
  }

  @Property
  void theDistanceIsTheSameBothWays(
      @ForAll @AlphaChars @StringLength(max = 12) String one,
      @ForAll @AlphaChars @StringLength(max = 12) String other) {
    assertThat(NearestName.distance(one, other)).isEqualTo(NearestName.distance(other, one));
  }

  @Property
  void oneLetterMoreIsADistanceOfOne(
      @ForAll @AlphaChars @StringLength(max = 12) String text, @ForAll @AlphaChars char letter) {
    assertThat(NearestName.distance(text, text + letter)).isEqualTo(1);
  }
}
