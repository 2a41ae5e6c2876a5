package example.ebs.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Renders kustomizations with the program that is installed.
 *
 * @param command to which the folder is added
 */
record Kustomize(List<String> command) {
  private static final long SECONDS = 60;

  /** kustomize itself, or the one in kubectl. */
  static Optional<Kustomize> installed() {
    return Stream.of(List.of("kustomize", "build"), List.of("kubectl", "kustomize"))
        .filter(command -> isOnPath(command.getFirst()))
        .map(Kustomize::new)
        .findFirst();
  }

  String render(Path folder) throws IOException, InterruptedException {
    Path output = Files.createTempFile("rendered", ".yaml");
    Path problems = Files.createTempFile("rendered", ".log");
    try {
      Process process =
          new ProcessBuilder(Stream.concat(command.stream(), Stream.of(folder.toString())).toList())
              .redirectOutput(output.toFile())
              .redirectError(problems.toFile())
              .start();
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException(command + " on " + folder + " took more than " + SECONDS + " s");
      }
      if (process.exitValue() != 0) {
        throw new IOException(command + " on " + folder + ": " + Files.readString(problems));
      }
      return Files.readString(output);
    } finally {
      Files.delete(output);
      Files.delete(problems);
    }
  }

  private static boolean isOnPath(String program) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.of(path.split(":"))
        .filter(folder -> !folder.isEmpty())
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
