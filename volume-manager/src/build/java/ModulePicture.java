import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Draws the modules and each module's packages between two markers of docs/ARCHITECTURE.md.
 *
 * <p>Arrows between modules are Maven's dependencies, those between packages the imports of the
 * main sources. {@code java volume-manager/src/build/java/ModulePicture.java} at the root of the
 * checkout draws; with {@code --check} it changes nothing, and ends with 1 where the picture is not
 * that of the code.
 */
final class ModulePicture {
  private static final Path PAGE = Path.of("docs/ARCHITECTURE.md");
  private static final String BEGIN = "<!-- picture %s: drawn by ModulePicture.java -->\n";
  private static final String END = "<!-- end of picture -->";
  private static final Pattern TESTS =
      Pattern.compile(
          "<dependency>(?:(?!</dependency>).)*<scope>test.*?</dependency>", Pattern.DOTALL);
  private static final Pattern OURS =
      Pattern.compile("<groupId>example\\.ebs</groupId>\\s*<artifactId>([\\w-]+)</artifactId>");
  private static final Pattern MODULE = Pattern.compile("<module>([\\w-]+)</module>");
  private static final Pattern PACKAGE = Pattern.compile("^package ([\\w.]+);", Pattern.MULTILINE);
  private static final Pattern IMPORT =
      Pattern.compile(
          "^import (?:static )?(example\\.ebs\\.[a-z0-9.]+)\\.[A-Z]", Pattern.MULTILINE);
  private static final Pattern SENTENCE = Pattern.compile("/\\*\\*(.*?)\\*/", Pattern.DOTALL);

  private ModulePicture() {}

  /** Draws, or with {@code --check} compares. */
  public static void main(String[] arguments) throws IOException {
    String page = Files.readString(PAGE);
    String drawn = between(between(page, "modules", modules()), "packages", packages());
    if (!List.of(arguments).contains("--check")) {
      Files.writeString(PAGE, drawn);
    } else if (!drawn.equals(page)) {
      System.out.println(
          "the picture in docs/ARCHITECTURE.md is not that of the code any more; draw it with:"
              + " java volume-manager/src/build/java/ModulePicture.java");
      System.exit(1);
    }
  }

  private static String between(String page, String name, String picture) {
    String begin = BEGIN.formatted(name);
    int from = page.indexOf(begin) + begin.length();
    if (from < begin.length()) {
      throw new IllegalStateException(PAGE + " lacks the line " + begin);
    }
    return page.substring(0, from) + picture + page.substring(page.indexOf(END, from));
  }

  private static String modules() throws IOException {
    Map<String, Set<String>> uses = new TreeMap<>();
    for (String module : names()) {
      String pom = TESTS.matcher(Files.readString(Path.of(module, "pom.xml"))).replaceAll("");
      String dependencies = pom.substring(Math.max(0, pom.indexOf("<dependencies>")));
      Set<String> used = all(OURS, dependencies);
      uses.put(module, used);
    }
    uses.values().removeIf(Set::isEmpty);
    return flowchart("TD", uses, new TreeSet<>(uses.keySet()));
  }

  private static String packages() throws IOException {
    StringBuilder text = new StringBuilder();
    for (String module : names()) {
      Path sources = Path.of(module, "src/main/java");
      if (Files.isDirectory(sources)) {
        text.append(packages(module, sources));
      }
    }
    return text.toString();
  }

  private static String packages(String module, Path sources) throws IOException {
    Map<String, Set<String>> uses = new TreeMap<>();
    Map<String, String> sentences = new TreeMap<>();
    for (Path file : javaFiles(sources)) {
      String source = Files.readString(file);
      String name = PACKAGE.matcher(source).results().findFirst().orElseThrow().group(1);
      uses.computeIfAbsent(name, _ -> new TreeSet<>()).addAll(all(IMPORT, source));
      if (file.endsWith("package-info.java")) {
        sentences.put(name, sentence(source));
      }
    }
    String root = root(uses.keySet());
    Map<String, Set<String>> local = new TreeMap<>();
    uses.forEach(
        (name, used) ->
            local.put(
                shortened(name, root),
                used.stream()
                    .filter(each -> uses.containsKey(each) && !each.equals(name))
                    .map(each -> shortened(each, root))
                    .collect(Collectors.toCollection(TreeSet::new))));
    String list =
        sentences.entrySet().stream()
            .map(each -> "- `" + shortened(each.getKey(), root) + "`: " + each.getValue() + "\n")
            .collect(Collectors.joining());
    return "\n<details><summary><b>%s</b></summary>\n\n%s\n%s\n</details>\n"
        .formatted(module, list, local.size() == 1 ? "" : flowchart("LR", local, local.keySet()));
  }

  /** Arrows that follow from others are left out; so is a package's own. */
  private static String flowchart(
      String direction, Map<String, Set<String>> uses, Set<String> names) {
    StringBuilder text = new StringBuilder("```mermaid\nflowchart " + direction + "\n");
    for (String name : names) {
      Set<String> direct = uses.getOrDefault(name, Set.of());
      Set<String> drawn =
          direct.stream()
              .filter(each -> !followsFromOthers(uses, name, each))
              .collect(Collectors.toCollection(TreeSet::new));
      text.append("    ").append(name);
      if (!drawn.isEmpty()) {
        text.append(" --> ").append(String.join(" & ", drawn));
      }
      text.append('\n');
    }
    return text.append("```\n").toString();
  }

  /** Where two packages use each other, neither stands for the other. */
  private static boolean followsFromOthers(Map<String, Set<String>> uses, String from, String to) {
    Predicate<String> mutual = each -> uses.getOrDefault(each, Set.of()).contains(from);
    Deque<String> open = new ArrayDeque<>();
    Set<String> seen = new TreeSet<>(Set.of(from));
    uses.get(from).stream()
        .filter(each -> !each.equals(to) && !mutual.test(each))
        .forEach(open::add);
    while (!open.isEmpty()) {
      String next = open.remove();
      if (seen.add(next)) {
        for (String each : uses.getOrDefault(next, Set.of())) {
          if (each.equals(to)) {
            return true;
          }
          open.add(each);
        }
      }
    }
    return false;
  }

  private static String sentence(String source) {
    return SENTENCE
        .matcher(source)
        .results()
        .findFirst()
        .map(comment -> comment.group(1).replaceAll("\\s*\\n?\\s*\\*\\s+|\\s+", " ").strip())
        .map(text -> text.replaceAll("\\{@code ([^}]*)}", "`$1`").replaceAll(" <p>.*", ""))
        .orElseThrow(() -> new IllegalStateException("a package without a sentence: " + source));
  }

  /** The package that all others lie in. */
  private static String root(Set<String> packages) {
    String first = packages.iterator().next();
    return packages.stream().allMatch(each -> (each + ".").startsWith(first + "."))
        ? first
        : first.substring(0, first.lastIndexOf('.'));
  }

  private static String shortened(String name, String root) {
    return name.equals(root)
        ? root.substring(root.lastIndexOf('.') + 1)
        : name.substring(root.length() + 1);
  }

  private static Set<String> names() throws IOException {
    return MODULE
        .matcher(Files.readString(Path.of("pom.xml")))
        .results()
        .map(module -> module.group(1))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static Set<String> all(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<Path> javaFiles(Path sources) {
    try (Stream<Path> files = Files.walk(sources)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
