package example.ebs.linux.filesystem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** The rule that no data depends on our knowing its signature. */
final class BlankProperties {
  private static final int MEBIBYTES = 32;

  /** Bytes at a place that some program would recognise. */
  record Trace(long offset, String bytes) {}

  @Property(tries = 120, shrinking = ShrinkingMode.OFF)
  void nothingThatBlkidKnowsIsBlank(@ForAll("traces") List<Trace> traces) throws IOException {
    Path folder = Files.createTempDirectory("ebs-blank-");
    Image image = Image.blank(folder, MEBIBYTES);
    try {
      for (Trace trace : traces) {
        image.put(trace.offset(), trace.bytes());
      }
      boolean blank = image.content() instanceof DeviceContent.Blank;
      boolean known = image.blkid().exitCode() != Image.BLKID_FOUND_NOTHING;
      assertThat(blank && known).as("blank, and blkid knows %s", traces).isFalse();
    } finally {
      Files.delete(image.file());
      Files.delete(folder);
    }
  }

  @Provide
  Arbitrary<List<Trace>> traces() {
    return Arbitraries.oneOf(known(), anything()).list().ofMinSize(1).ofMaxSize(2);
  }

  private static Arbitrary<Trace> known() {
    return Arbitraries.of(
        new Trace(0, "LUKS\u00ba\u00be\0\1"),
        new Trace(536, "LABELONE"),
        new Trace(512, "LABELONE\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0LVM2 001"),
        new Trace(510, "U\u00aa"),
        new Trace(3, "NTFS    "),
        new Trace(54, "FAT16   "),
        new Trace(1024, "H+\0\4"),
        new Trace(4086, "SWAPSPACE2"),
        new Trace(65526, "SWAPSPACE2"),
        new Trace(0, "hsqs"),
        new Trace(0, "XFSB"),
        new Trace(0, "bluestore block device"),
        new Trace(0, "SnAp"),
        new Trace(0, "-rom1fs-"),
        new Trace(0, "E=\u00cd("),
        new Trace(1024, "\u00e2\u00e1\u00f5\u00e0"),
        new Trace(1024, "\u0010 \u00f5\u00f2"),
        new Trace(1040, "\u007f\u0013"),
        new Trace(32768, "JFS1"),
        new Trace(32769, "CD001"),
        new Trace(65536, "\u0001\u0016\u0019p"),
        new Trace(65588, "ReIsEr2Fs"),
        new Trace(65600, "_BHRfS_M"),
        new Trace(4096, "\u00fcN+\u00a9\1\0\0\0"),
        new Trace(-8192, "\u00fcN+\u00a9\1\0\0\0"),
        new Trace(-65536, "\u00fcN+\u00a9\0\0\0\0Z\0\0\0"),
        new Trace(-512, "EFI PART"),
        new Trace(131072, "\u000c\u00b1\u00ba\0\0\0\0\0"),
        new Trace(1080, "S\u00ef"),
        new Trace(4120, "\u00c6\u0085s\u00f6N\u001aE\u00ca"));
  }

  private static Arbitrary<Trace> anything() {
    Arbitrary<String> bytes =
        Arbitraries.strings().withCharRange('\1', '\u00ff').ofMinLength(1).ofMaxLength(600);
    return Combinators.combine(Arbitraries.longs().between(0, 1 << 20), bytes).as(Trace::new);
  }
}
