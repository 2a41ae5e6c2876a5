package example.ebs.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Design notes are alike, so that a reader finds in each what was chosen, and why. */
final class DesignNoteTest {
  private static final Path NOTES = Repository.root().resolve("docs/design");
  private static final Path LIST = NOTES.resolve("README.md");

  @ParameterizedTest
  @MethodSource("notes")
  void aNoteHasItsDateAndStatusThenContextChoiceAndWhatWasRejected(Path note) throws IOException {
    List<String> lines = Files.readAllLines(note);
    assertThat(lines.get(0)).startsWith("# ");
    assertThat(lines.get(2)).matches("20\\d\\d-\\d\\d-\\d\\d\\. Status: .+");
    assertThat(lines.stream().filter(line -> line.startsWith("## ")).map(DesignNoteTest::first))
        .startsWith("Context", "Choice")
        .containsSubsequence("Context", "Choice", "Rejected");
  }

  @ParameterizedTest
  @MethodSource("notes")
  void measurementsStandBelowALine(Path note) throws IOException {
    List<String> lines = Files.readAllLines(note);
    if (lines.contains("## Measured")) {
      assertThat(lines).containsSubsequence("---", "## Measured");
    }
  }

  @Test
  void theListHasAllOfThem() throws IOException {
    String list = Files.readString(LIST);
    assertThat(notes()).allMatch(note -> list.contains("(" + note.getFileName() + ")"));
  }

  private static String first(String heading) {
    return heading.substring(3).replaceAll(",.*", "");
  }

  private static List<Path> notes() throws IOException {
    try (Stream<Path> pages = Files.list(NOTES)) {
      return pages.filter(page -> !page.equals(LIST)).toList();
    }
  }
}
