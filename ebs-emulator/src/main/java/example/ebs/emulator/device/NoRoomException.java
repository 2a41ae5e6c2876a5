package example.ebs.emulator.device;

import java.io.IOException;

/** A disk that cannot hold a volume of that size, however often it is asked. */
public final class NoRoomException extends IOException {
  private static final long serialVersionUID = 1L;

  public NoRoomException(String message, Throwable cause) {
    super(message, cause);
  }
}
