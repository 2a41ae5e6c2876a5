package example.ebs.linux.quota;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Of any name whatever. */
final class ProjectNumbersProperties {
  @Property
  boolean everyNumberIsInTheRangeThatIsOurs(@ForAll String volume) {
    return ProjectNumbers.of(volume).allMatch(ProjectNumbers::isOurs);
  }

  @Property
  void theNumbersAreTheSameEachTimeAndDiffer(@ForAll String volume) {
    assertThat(ProjectNumbers.of(volume).toArray())
        .isEqualTo(ProjectNumbers.of(volume).toArray())
        .doesNotHaveDuplicates();
  }
}
