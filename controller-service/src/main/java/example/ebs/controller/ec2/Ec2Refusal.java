package example.ebs.controller.ec2;

/** EC2 answered a call with an error; {@link Ec2Failures} says what each code means. */
final class Ec2Refusal extends RuntimeException {
  private final String action;
  private final String code;
  private final int status;

  /**
   * Creates the refusal.
   *
   * @param code empty when the answer was no EC2 error, such as a bare HTTP 500
   * @param status of HTTP
   * @param message what EC2 says, for a person
   */
  Ec2Refusal(String action, String code, int status, String message, Throwable cause) {
    super(message, cause);
    this.action = action;
    this.code = code;
    this.status = status;
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

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
