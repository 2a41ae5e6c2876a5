package example.ebs.provisioner.attachment;

import example.ebs.csi.failure.Failure;
import java.nio.charset.StandardCharsets;

/** A failure's message as a VolumeAttachment can hold it: as it is, unless it is too long. */
final class ErrorMessage {
  /** Kubernetes refuses a longer one (maxVolumeErrorMessageSize), and the status with it. */
  private static final int MOST_BYTES = 1024;

  private static final String CUT = " …";

  private ErrorMessage() {}

  static String of(Failure failure) {
    String message = failure.getMessage();
    return bytes(message) <= MOST_BYTES ? message : shortened(message);
  }

  private static String shortened(String message) {
    int room = MOST_BYTES - bytes(CUT);
    int end = 0;
    int used = 0;
    while (end < message.length()) {
      int letter = message.codePointAt(end);
      used += bytes(Character.toString(letter));
      if (used > room) {
        break;
      }
      end += Character.charCount(letter);
    }
    return message.substring(0, end) + CUT;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
