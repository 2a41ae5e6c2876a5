package example.ebs.provisioner.cluster;

import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/** Why a call of the Kubernetes API failed, in words. */
public final class Reason {
  private Reason() {}

  /** The client's own message names the operation; why it failed stands beneath. */
  public static String of(Throwable failed) {
    Throwable deepest = failed;
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      deepest = cause;
    }
    return words(deepest);
  }

  /** Some exceptions have for a message the name of what they are about, and nothing more. */
  private static String words(Throwable failed) {
    String message = Optional.ofNullable(failed.getMessage()).orElseGet(failed::toString);
    return switch (failed) {
      case NoSuchFileException _ -> message + " does not exist";
      case AccessDeniedException _ -> message + " may not be read";
      case UnknownHostException _ -> "the host " + message + " is not known";
      default -> message;
    };
  }
}
