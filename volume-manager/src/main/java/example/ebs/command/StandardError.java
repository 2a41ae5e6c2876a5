package example.ebs.command;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Standard error for the log. Closing it does nothing.
 *
 * <p>{@code System.err} wakes another thread for every write of a virtual thread, in case it takes
 * long. A log line does not, and where it does the next one waits for it anyway.
 */
final class StandardError extends OutputStream {
  private final FileOutputStream file = new FileOutputStream(FileDescriptor.err);

  @Override
  public void write(int letter) throws IOException {
    file.write(letter);
  }

  @Override
  public void write(byte[] text, int from, int length) throws IOException {
    file.write(text, from, length);
  }
}
