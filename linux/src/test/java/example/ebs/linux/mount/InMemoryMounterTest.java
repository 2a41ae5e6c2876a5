package example.ebs.linux.mount;

import example.ebs.linux.device.DeviceNumber;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The fake keeps what the contract promises. */
final class InMemoryMounterTest extends MounterContract {
  private final InMemoryMounter mounter = new InMemoryMounter();
  private @TempDir Path folder;

  @BeforeEach
  void declareDevice() throws IOException {
    mounter.declare(Files.createFile(device()), new DeviceNumber(7, 3));
  }

  @Override
  Mounter mounter() {
    return mounter;
  }

  @Override
  Path folder() {
    return folder;
  }

  @Override
  Path device() {
    return folder.resolve("loop3");
  }
}
