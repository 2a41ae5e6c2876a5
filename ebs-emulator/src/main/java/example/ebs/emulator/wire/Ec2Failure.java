package example.ebs.emulator.wire;

/**
 * A request that EC2 refuses, with the code, HTTP status and message that it sends.
 *
 * <p>It carries no stack trace: it is an answer, not an accident.
 */
public final class Ec2Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;

  public Ec2Failure(int status, String code, String message) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
  }

  /** A failure with status 400, as nearly all of EC2's are. */
  public static Ec2Failure client(String code, String message) {
    return new Ec2Failure(400, code, message);
  }

  public static Ec2Failure invalidValue(String message) {
    return client("InvalidParameterValue", message);
  }

  public static Ec2Failure invalidCombination(String message) {
    return client("InvalidParameterCombination", message);
  }

  public static Ec2Failure missing(String parameter) {
    return client("MissingParameter", "The request must contain the parameter " + parameter);
  }

  public static Ec2Failure dryRun() {
    return new Ec2Failure(
        412, "DryRunOperation", "Request would have succeeded, but DryRun flag is set.");
  }

  public int status() {
    return status;
  }

  public String code() {
    return code;
  }

  public String message() {
    return String.valueOf(getMessage());
  }
}
