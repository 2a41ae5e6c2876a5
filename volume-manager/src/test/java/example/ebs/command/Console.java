package example.ebs.command;

import java.io.PrintWriter;
import java.io.StringWriter;

/** The command as a person runs it, and all that it has said so far. */
final class Console {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  /** Runs it to its end; its exit code. */
  int run(String... arguments) {
    return Ebs.command()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  String out() {
    return out.toString();
  }

  String err() {
    return err.toString();
  }
}
