package example.ebs.emulator.process;

import java.io.IOException;

/** Runs a program with an argument list; there is no shell anywhere. */
@FunctionalInterface
public interface Commands {
  /**
   * Runs a program to its end and gives what it printed, without blanks around it.
   *
   * @throws IOException if it cannot be run, fails, or takes too long; the message holds the
   *     command and what it printed
   */
  String run(String... command) throws IOException;
}
