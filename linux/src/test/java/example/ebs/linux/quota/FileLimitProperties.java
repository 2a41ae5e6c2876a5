package example.ebs.linux.quota;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

/** How many files fit a size. */
final class FileLimitProperties {
  private static final long MEBIBYTE = 1 << 20;

  @Property
  void moreBytesNeverMeanFewerFiles(
      @ForAll @LongRange(min = 1, max = 1L << 50) long one,
      @ForAll @LongRange(min = 1, max = 1L << 50) long other) {
    assertThat(FileLimit.of(Math.max(one, other)))
        .isGreaterThanOrEqualTo(FileLimit.of(Math.min(one, other)));
  }

  @Example
  void aLimitIsWhatAFilesystemOfThatSizeHasOrMore() {
    assertThat(FileLimit.of(1)).isEqualTo(1024);
    assertThat(FileLimit.of(64 * MEBIBYTE)).isEqualTo(16_384);
    assertThat(FileLimit.of(512 * MEBIBYTE)).isEqualTo(131_072);
    assertThat(FileLimit.of(1024 * MEBIBYTE)).isEqualTo(131_072);
    assertThat(FileLimit.of(10 * 1024 * MEBIBYTE)).isEqualTo(655_360);
  }
}
