package example.ebs.local.release;

import example.ebs.csi.kubernetes.ClusterObject;
import example.ebs.csi.kubernetes.ObjectVersion;
import java.util.List;
import java.util.Map;

/** A PersistentVolume in Kubernetes, as far as its end is concerned. */
public record VolumeObject(ObjectVersion version, Marks marks, Life life, Source source)
    implements ClusterObject {

  /**
   * What is written on it.
   *
   * @param labels by which a node finds it
   * @param annotations for people
   */
  public record Marks(Map<String, String> labels, Map<String, String> annotations) {
    public Marks {
      labels = Map.copyOf(labels);
      annotations = Map.copyOf(annotations);
    }
  }

  /**
   * How long it is to live.
   *
   * @param deleted whether its deletion was asked for, which nobody can take back
   * @param finalizers which keep it until each is taken away
   * @param phase such as {@code Bound} or {@code Released}
   * @param reclaimPolicy such as {@code Delete} or {@code Retain}
   * @param claimed whether it is or was bound to a certain claim
   */
  public record Life(
      boolean deleted,
      List<String> finalizers,
      String phase,
      String reclaimPolicy,
      boolean claimed) {
    public Life {
      finalizers = List.copyOf(finalizers);
    }
  }

  /**
   * The volume behind it, which cannot change.
   *
   * @param driver empty when it is no CSI volume
   */
  public record Source(String driver, String handle, Map<String, String> attributes) {
    public Source {
      attributes = Map.copyOf(attributes);
    }
  }

  public String name() {
    return version.name();
  }
}
