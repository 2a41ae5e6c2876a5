package example.ebs.provisioner.cluster;

/** Why a call of the Kubernetes API failed, in words. */
public final class Reason {
  private Reason() {}

  /** The client's own message names the operation; why it failed stands beneath. */
  public static String of(Throwable failed) {
    Throwable deepest = failed;
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      deepest = cause;
    }
    return deepest.getMessage() == null ? deepest.toString() : deepest.getMessage();
  }
}
