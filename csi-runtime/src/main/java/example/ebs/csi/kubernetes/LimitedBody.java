package example.ebs.csi.kubernetes;

import example.ebs.csi.time.Deadline;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;

/** A body that ends with an error once it takes too long, however steadily it trickles in. */
final class LimitedBody extends FilterInputStream {
  private final Deadline deadline;
  private final Clock clock;

  LimitedBody(InputStream body, Deadline deadline, Clock clock) {
    super(body);
    this.deadline = deadline;
    this.clock = clock;
  }

  @Override
  public int read() throws IOException {
    requireTime();
    return super.read();
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    requireTime();
    return super.read(buffer, offset, length);
  }

  private void requireTime() throws IOException {
    if (deadline.hasPassed(clock)) {
      throw new IOException("the answer did not end in time");
    }
  }
}
