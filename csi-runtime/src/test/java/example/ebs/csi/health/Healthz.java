package example.ebs.csi.health;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Health of this process, as a kubelet asks for it. */
public final class Healthz {
  private Healthz() {}

  /** What a server that is started now answers, within half a minute. */
  public static String asked() throws IOException, InterruptedException {
    try (HealthServer health =
            HealthServer.start(
                HttpEndpoint.parse("localhost:0"),
                Readiness.always(),
                Readiness.always(),
                () -> "");
        HttpClient client = HttpClient.newHttpClient()) {
      URI healthz = URI.create("http://localhost:" + health.port() + "/healthz");
      return client
          .send(
              HttpRequest.newBuilder(healthz).timeout(Duration.ofSeconds(30)).build(),
              BodyHandlers.ofString())
          .body();
    }
  }
}
