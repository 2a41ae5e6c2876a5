package example.ebs.local.release;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.kubernetes.ApiServer;
import example.ebs.csi.kubernetes.PlayedApiServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract over HTTP, with an API server that applies patches. */
final class KubernetesVolumesTest implements VolumeObjectsContract {
  private static final String PATH = "/api/v1/persistentvolumes/pvc-1";

  @TempDir private static Path folder;
  private final PlayedVolumeObjects played = new PlayedVolumeObjects();
  private PlayedApiServer server;

  @BeforeEach
  void serve() throws IOException {
    Files.writeString(folder.resolve("token"), "token");
    server = new PlayedApiServer(folder, "token");
    server.answer(PATH, played);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aPolicyThatRefusesTheChangeIsNamed() {
    server.answer(PATH, 403, "{\"message\": \"only the volumes of its node\"}");

    assertThatThrownBy(() -> objects().removeFinalizer(Volumes.released(), Volumes.FINALIZER))
        .isInstanceOf(Failure.PreconditionFailed.class)
        .hasMessageContaining("patch persistentvolumes")
        .hasMessageContaining("only the volumes of its node");
  }

  @Override
  public VolumeObjects objects() {
    return new KubernetesVolumes(new ApiServer(server.account(folder), Clock.systemUTC()));
  }

  @Override
  public void put(VolumeObject object) {
    played.put(object);
  }

  @Override
  public void delete(String name) {
    played.delete();
  }
}
