package example.ebs.local.leftover;

import com.fasterxml.jackson.core.JsonParser;
import example.ebs.csi.failure.Failure;
import example.ebs.csi.kubernetes.ApiServer;
import example.ebs.csi.kubernetes.JsonObject;
import example.ebs.csi.kubernetes.ObjectList;
import example.ebs.csi.kubernetes.ObjectSelection;
import example.ebs.csi.kubernetes.Question;
import example.ebs.local.store.PodReference;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pods by the API server. */
public final class KubernetesPods implements NodePods {
  private static final Logger LOG = LoggerFactory.getLogger(KubernetesPods.class);
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final String RESOURCE = "pods";

  private final ApiServer server;
  private final String node;

  public KubernetesPods(ApiServer server, String node) {
    this.server = server;
    this.node = node;
  }

  @Override
  public Set<String> uids() {
    ObjectSelection here =
        new ObjectSelection("/api/v1/pods", RESOURCE, "fieldSelector", "spec.nodeName=" + node);
    ObjectList<String> list =
        server.get(here.list(), body -> ObjectList.read(body, KubernetesPods::uid));
    return Set.copyOf(list.items());
  }

  @Override
  public boolean exists(PodReference pod) {
    String path = "/api/v1/namespaces/%s/pods/%s".formatted(pod.namespace(), pod.name());
    try {
      String uid = server.get(new Question(path, "get " + RESOURCE, LIMIT), KubernetesPods::uid);
      // One without a UID is no pod: whatever answered so is not believed.
      return uid.isEmpty() || uid.equals(pod.uid());
    } catch (Failure.NotFound _) {
      LOG.debug("pod {} is gone", pod);
      return false;
    }
  }

  private static String uid(InputStream body) throws IOException {
    try (JsonParser json = JsonObject.parser(body)) {
      json.nextToken();
      return uid(json);
    }
  }

  private static String uid(JsonParser json) throws IOException {
    StringBuilder uid = new StringBuilder();
    JsonObject.fields(
        json,
        (part, value) -> {
          if (part.equals("metadata")) {
            JsonObject.fields(
                value,
                (field, text) -> {
                  if (field.equals("uid")) {
                    uid.append(JsonObject.text(text));
                  }
                });
          }
        });
    return uid.toString();
  }
}
