package example.ebs.linux.system;

/** A system call failed; whoever made it says in a {@code Failure} what that means. */
public final class SystemCallException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Errno errno;

  public SystemCallException(String call, int number) {
    super(call + ": " + Errno.of(number).text() + " (errno " + number + ")");
    this.errno = Errno.of(number);
  }

  public Errno errno() {
    return errno;
  }

  /** The message, which unlike a {@link Throwable}'s is always there. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
