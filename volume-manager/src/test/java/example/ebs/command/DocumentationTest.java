package example.ebs.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The documents speak only of flags, classes, files and pages that exist. */
final class DocumentationTest {
  private static final Path ROOT = Repository.root();
  private static final Path ARCHITECTURE = ROOT.resolve("docs/ARCHITECTURE.md");
  private static final CommandLine EBS = new CommandLine(Ebs.class);

  /** {@code ./ebs}, a subcommand if there is one, and the rest of the line or of the code span. */
  private static final Pattern CALL = Pattern.compile("\\./ebs(?![\\w.-])(?: +([a-z]+))?([^`\n]*)");

  /** A row of a table about a command, whose other cells name flags. */
  private static final Pattern ROW =
      Pattern.compile("^\\| *`\\./ebs ([a-z]+)`(.*)$", Pattern.MULTILINE);

  private static final Pattern FLAG = Pattern.compile("(?<![\\w-])--[a-z0-9-]+(?![\\w.-])");
  private static final Pattern FLAG_ALONE = Pattern.compile("`(--[a-z0-9-]+)[ =`]");
  private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
  private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
  private static final Pattern CLASS_NAME = Pattern.compile("[A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*");

  /** What looks like a class of ours and is a word of Kubernetes, EC2, the JDK or the AWS SDK. */
  private static final Set<String> OF_OTHERS =
      Set.of(
          "CSIVolumeName",
          "CSIVolumeSnapshotName",
          "DefaultEc2Client",
          "Failed",
          "File",
          "HttpURLConnection",
          "InstantSource",
          "InsufficientVolumeCapacity",
          "InternalError",
          "LeftoverAttached",
          "MaxHeapFreeRatio",
          "MutableCSINodeAllocatableCount",
          "Name",
          "OperationNotPermitted",
          "ReadWriteOnceWithFSType",
          "Released",
          "TrimNativeHeapInterval",
          "VolumeFailedDelete",
          "VolumeInUse",
          "WatchService");

  private static final Pattern TREE_PATH = Pattern.compile("\\.?[A-Za-z][\\w.-]*(?:/[\\w.-]+)+/?");
  private static final Pattern RPC = Pattern.compile("rpc (\\w+)");

  @Test
  void everyCommandThatIsNamedExists() throws IOException {
    assertThat(
            inDocuments(CALL, call -> call.group(1))
                .filter(name -> !EBS.getSubcommands().containsKey(name)))
        .isEmpty();
  }

  @Test
  void everyFlagOfACommandIsOneThatItTakes() throws IOException {
    assertThat(
            Stream.concat(
                inDocuments(CALL, DocumentationTest::foreignFlags),
                inDocuments(ROW, DocumentationTest::foreignFlags)))
        .isNotEmpty()
        .containsOnly("");
  }

  @Test
  void everyFlagThatIsNamedAloneIsOneOfSomeCommand() throws IOException {
    Set<String> known =
        EBS.getSubcommands().values().stream()
            .flatMap(command -> flags(command).stream())
            .collect(Collectors.toSet());
    assertThat(inDocuments(FLAG_ALONE, flag -> flag.group(1)).filter(flag -> !known.contains(flag)))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "docs/reference.md"})
  void everyCommandThatIsNotHiddenIsNamed(String page) {
    assertThat(found(ROOT.resolve(page), CALL, call -> call.group(1)))
        .containsAll(shown().map(CommandLine::getCommandName).toList());
  }

  @Test
  void everyFlagThatIsNotHiddenStandsInSomeDocument() throws IOException {
    Set<String> written = inDocuments(FLAG, MatchResult::group).collect(Collectors.toSet());
    assertThat(
            shown()
                .flatMap(command -> command.getCommandSpec().options().stream())
                .filter(option -> !option.hidden() && !option.usageHelp() && !option.versionHelp())
                .map(OptionSpec::longestName))
        .isSubsetOf(written);
  }

  @Test
  void everyLocalLinkLeadsSomewhere() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Path document : documents()) {
      found(document, LINK, link -> link.group(1))
          .filter(target -> !target.contains("://") && !leads(document, target))
          .forEach(target -> broken.add(ROOT.relativize(document) + ": " + target));
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void everyNameThatLooksLikeAClassIsOne() throws IOException {
    Set<String> known = classesAndCalls();
    known.addAll(OF_OTHERS);
    assertThat(
            inDocuments(CODE, code -> code.group(1))
                .filter(CLASS_NAME.asMatchPredicate())
                .filter(name -> !known.contains(name)))
        .isEmpty();
  }

  @Test
  void everyPathInTheArchitectureExists() throws IOException {
    assertThat(
            found(ARCHITECTURE, CODE, code -> code.group(1))
                .filter(TREE_PATH.asMatchPredicate())
                .filter(path -> Files.notExists(ROOT.resolve(path))))
        .isEmpty();
  }

  private static Stream<CommandLine> shown() {
    return EBS.getSubcommands().values().stream()
        .filter(command -> !command.getCommandSpec().usageMessage().hidden());
  }

  private static String foreignFlags(MatchResult call) {
    CommandLine command =
        call.group(1) == null ? EBS : EBS.getSubcommands().getOrDefault(call.group(1), EBS);
    Set<String> known = flags(command);
    return FLAG.matcher(call.group(2))
        .results()
        .map(MatchResult::group)
        .filter(flag -> !known.contains(flag))
        .map(flag -> command.getCommandName() + " " + flag)
        .collect(Collectors.joining(", "));
  }

  private static Set<String> flags(CommandLine command) {
    return command.getCommandSpec().options().stream()
        .flatMap(option -> Stream.of(option.names()))
        .collect(Collectors.toSet());
  }

  /** Simple names of all classes of the tree, and of the calls that CSI knows. */
  private static Set<String> classesAndCalls() throws IOException {
    Set<String> names = new TreeSet<>();
    try (Stream<Path> files = Files.walk(ROOT)) {
      files
          .map(file -> ROOT.relativize(file).toString())
          .filter(file -> file.matches("[\\w-]+/src/(main|test|build)/java/.*\\.java"))
          .forEach(file -> names.add(file.replaceAll(".*/|\\.java", "")));
    }
    found(ROOT.resolve("proto/src/main/protobuf/csi.proto"), RPC, rpc -> rpc.group(1))
        .forEach(names::add);
    return names;
  }

  private static boolean leads(Path document, String target) {
    String path = target.replaceFirst("#.*", "");
    String anchor = target.substring(path.length());
    Path file = path.isEmpty() ? document : document.resolveSibling(path).normalize();
    return Files.exists(file) && (anchor.isEmpty() || anchors(file).contains(anchor));
  }

  /** The headings of a page, as they are linked to. */
  private static Set<String> anchors(Path page) {
    return text(page)
        .lines()
        .filter(line -> line.startsWith("#"))
        .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT))
        .map(heading -> "#" + heading.replaceAll("[^\\w -]", "").replace(' ', '-'))
        .collect(Collectors.toSet());
  }

  private static Stream<String> inDocuments(Pattern pattern, Function<MatchResult, String> part)
      throws IOException {
    return documents().stream().flatMap(document -> found(document, pattern, part));
  }

  /** Parts that did not take part in a match are left out. */
  private static Stream<String> found(
      Path file, Pattern pattern, Function<MatchResult, String> part) {
    return pattern.matcher(text(file)).results().map(part).filter(Objects::nonNull);
  }

  private static List<Path> documents() throws IOException {
    List<Path> documents = new ArrayList<>();
    for (String page :
        List.of(
            "README.md",
            "CONTRIBUTING.md",
            "deploy/README.md",
            "ebs-emulator/README.md",
            "ebs-emulator/DESIGN.md")) {
      documents.add(ROOT.resolve(page));
    }
    try (Stream<Path> pages = Files.walk(ROOT.resolve("docs"))) {
      pages.filter(page -> page.toString().endsWith(".md")).forEach(documents::add);
    }
    return documents;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }
}
