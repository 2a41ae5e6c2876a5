package example.ebs.linux.mount;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** That a mount table is read by lines, however long somebody makes one. */
final class MountLinesTest {
  /** The longest path of Linux (PATH_MAX), each letter of which may be written in four. */
  private static final String LONGEST_PATH = "/" + "\\040".repeat(4095);

  @Test
  void aLineWithTheTwoLongestPathsThatThereAreIsReadToItsEnd() throws IOException {
    String line = "90 28 7:3 " + LONGEST_PATH + " " + LONGEST_PATH + " rw - ext4 /dev/loop3 rw";

    assertThat(lines(line + "\nnext\n")).containsExactly(line, "next");
  }

  @Test
  void ofALineThatNeverEndsOnlyTheBeginIsKeptAndTheNextOneIsWhole() throws IOException {
    String options = "lowerdir=" + "/very/long".repeat(1_000_000);
    String line = "91 28 7:3 / /kubelet/target rw - overlay none " + options;

    List<String> read = lines(line + "\nnext\n");

    assertThat(read).hasSize(2).last().isEqualTo("next");
    assertThat(read.getFirst()).isNotEmpty().hasSizeLessThan(100_000);
    assertThat(line).startsWith(read.getFirst());
  }

  @Test
  void aTableThatIsCutShortEndsWithWhatThereIs() throws IOException {
    assertThat(lines("one\n\ntwo")).containsExactly("one", "", "two");
    assertThat(lines("")).isEmpty();
  }

  private static List<String> lines(String table) throws IOException {
    try (MountLines lines =
        new MountLines(new ByteArrayInputStream(table.getBytes(StandardCharsets.UTF_8)))) {
      return lines.stream().map(MountLine::text).toList();
    }
  }
}
