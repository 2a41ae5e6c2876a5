package example.ebs.provisioner.large;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A process of a program of the tests, with which lines are exchanged. */
final class Child implements AutoCloseable {
  private final Process process;
  private final BufferedReader answers;
  private final PrintWriter questions;

  /** Runs the program with these options of the JVM. */
  Child(Class<?> program, List<String> options, String... arguments) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                Stream.of(
                        Stream.of(System.getProperty("java.home") + "/bin/java"),
                        options.stream(),
                        Stream.of("-cp", System.getProperty("java.class.path"), program.getName()),
                        Stream.of(arguments))
                    .flatMap(each -> each)
                    .toList())
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    // As the launcher has it.
    builder.environment().put("MALLOC_ARENA_MAX", "2");
    process = builder.start();
    answers = process.inputReader(StandardCharsets.UTF_8);
    questions = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
  }

  /** Its next line; fails when it has ended. */
  String line() throws IOException {
    return Optional.ofNullable(answers.readLine())
        .orElseThrow(() -> new AssertionError("the process ended with " + exitCode()));
  }

  String ask(String question) throws IOException {
    questions.println(question);
    return line();
  }

  private int exitCode() {
    return process.onExit().join().exitValue();
  }

  @Override
  public void close() {
    var _ = process.destroyForcibly().onExit().join();
  }
}
