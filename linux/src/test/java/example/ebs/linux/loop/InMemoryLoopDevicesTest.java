package example.ebs.linux.loop;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The fake keeps what the contract promises. */
final class InMemoryLoopDevicesTest extends LoopDevicesContract {
  private final LoopDevices loops = new InMemoryLoopDevices();
  private @TempDir Path folder;

  @Override
  LoopDevices loops() {
    return loops;
  }

  @Override
  Path folder() {
    return folder;
  }
}
