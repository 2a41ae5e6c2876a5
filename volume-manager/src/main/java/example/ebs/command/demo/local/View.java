package example.ebs.command.demo.local;

import example.ebs.command.demo.Narrator;
import example.ebs.linux.process.CommandResult;
import example.ebs.linux.process.Commands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Shows what a person would look at, with the words of the programs that show it. */
final class View {
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private final Narrator narrator;
  private final Commands commands;
  private final Path folder;

  /**
   * Creates the view.
   *
   * @param folder of the demo, whose own name says nothing and is left out
   */
  View(Narrator narrator, Commands commands, Path folder) {
    this.narrator = narrator;
    this.commands = commands;
    this.folder = folder;
  }

  /** Which part of which filesystem that place shows. */
  void mount(Path place) {
    narrator.detail("$ findmnt -M " + shortened(place));
    narrator.detail("  " + found(place).map(this::shortened).orElse("(nothing is mounted there)"));
  }

  private Optional<String> found(Path place) {
    CommandResult result =
        commands.run(
            List.of("findmnt", "-n", "-o", "SOURCE,FSTYPE,SIZE", "-M", place.toString()), LONGEST);
    // Where something is mounted on something, the last line is what one sees.
    return result.output().lines().reduce((_, line) -> line).map(line -> line.strip());
  }

  /** What it is that holds a volume to its size. */
  String enforcement(Path place) {
    String mounted = found(place).orElse("");
    if (mounted.startsWith("/dev/loop")) {
      return "the kernel has no project quota here, so it is a filesystem of its own, in a sparse file";
    }
    return mounted.startsWith("tmpfs")
        ? "it is a tmpfs of that size, in memory"
        : "it is a project quota of the filesystem";
  }

  /** What lies in a directory. */
  void list(Path directory) {
    narrator.detail("$ ls " + shortened(directory));
    narrator.detail("  " + (Files.exists(directory) ? names(directory) : "no such directory"));
  }

  /** The number under which the filesystem knows a file: the same number is the same file. */
  void inode(Path file) {
    try {
      narrator.detail("$ stat -c %d:%i " + shortened(file));
      narrator.detail(
          "  %s:%s"
              .formatted(
                  Files.getAttribute(file, "unix:dev"), Files.getAttribute(file, "unix:ino")));
    } catch (IOException unable) {
      throw new UncheckedIOException("cannot look at " + file, unable);
    }
  }

  String shortened(Object text) {
    return text.toString().replace(folder + "/", "");
  }

  /** Parameters as people say them. */
  static String words(Map<String, String> parameters) {
    return new TreeMap<>(parameters)
        .entrySet().stream()
            .map(entry -> entry.getKey() + ": " + entry.getValue())
            .collect(Collectors.joining(", "));
  }

  private static String names(Path directory) {
    try (Stream<Path> children = Files.list(directory)) {
      String names =
          children
              .map(child -> child.getFileName().toString())
              .filter(name -> !name.startsWith("."))
              .sorted()
              .collect(Collectors.joining("  "));
      return names.isEmpty() ? "(empty)" : names;
    } catch (IOException unable) {
      throw new UncheckedIOException("cannot list " + directory, unable);
    }
  }
}
