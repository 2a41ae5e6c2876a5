package example.ebs.controller.ec2;

/** EC2 answered a call with an error; {@link Ec2Failures} says what each code means. */
final class Ec2Refusal extends RuntimeException {
  private final String action;
  private final String code;
  private final int status;
  private final boolean repeated;

  /**
   * Creates the refusal.
   *
   * @param code empty when the answer was no EC2 error, such as a bare HTTP 500
   * @param status of HTTP
   * @param repeated whether it answered a repeat of the request, after an attempt that failed
   * @param message what EC2 says, for a person
   */
  Ec2Refusal(
      String action, String code, int status, boolean repeated, String message, Throwable cause) {
    super(message, cause);
    this.action = action;
    this.code = code;
    this.status = status;
    this.repeated = repeated;
  }

  String action() {
    return action;
  }

  String code() {
    return code;
  }

  /** Whether EC2 says that the fault is its own: then it may have done what was asked. */
  boolean isServersFault() {
    return status >= 500;
  }

  /** Whether an earlier attempt of this call may have done what was asked, unlike this one. */
  boolean mayHaveBeenDone() {
    return repeated;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
