package example.ebs.emulator.listing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class GlobsTest {
  private final Globs globs = Globs.of(List.of("pvc-1", "pvc-2", "data-*", "a\\*b"));

  @Test
  void anyValueWillDoPlainOrWithWildcards() {
    assertThat(List.of("pvc-1", "pvc-2", "data-", "data-7", "a*b")).allMatch(globs::anyMatches);
  }

  @Test
  void whatIsNoneOfThemDoesNot() {
    assertThat(List.of("pvc-", "pvc-11", "PVC-1", "dat", "a\\*b", "axb"))
        .noneMatch(globs::anyMatches);
  }

  @Test
  void withoutValuesNothingMatches() {
    assertThat(Globs.of(List.of()).isEmpty()).isTrue();
    assertThat(Globs.of(List.of("*")).isEmpty()).isFalse();
  }
}
