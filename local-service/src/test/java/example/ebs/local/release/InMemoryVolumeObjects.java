package example.ebs.local.release;

import example.ebs.csi.failure.Failure;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** PersistentVolumes of a cluster that only a test knows. */
final class InMemoryVolumeObjects implements VolumeObjects {
  private final Map<String, VolumeObject> objects = new ConcurrentHashMap<>();

  void put(VolumeObject object) {
    objects.put(object.name(), object);
  }

  void delete(String name) {
    objects.remove(name);
  }

  @Override
  public Optional<VolumeObject> read(String name) {
    return Optional.ofNullable(objects.get(name));
  }

  @Override
  public void removeFinalizer(VolumeObject object, String finalizer) {
    Optional<VolumeObject> found = read(object.name());
    if (found.isEmpty()) {
      return;
    }
    VolumeObject now = found.get();
    List<String> finalizers = now.life().finalizers();
    int index = object.life().finalizers().indexOf(finalizer);
    if (!now.version().uid().equals(object.version().uid())
        || index != finalizers.indexOf(finalizer)) {
      throw new Failure.InProgress("it has changed");
    }
    List<String> left = finalizers.stream().filter(each -> !each.equals(finalizer)).toList();
    if (now.life().deleted() && left.isEmpty()) {
      delete(now.name());
    } else {
      put(Volumes.withFinalizers(now, left));
    }
  }

  @Override
  public void annotate(String name, String annotation, String value) {
    read(name)
        .ifPresent(
            object -> {
              Map<String, String> annotations = new HashMap<>(object.marks().annotations());
              annotations.put(annotation, value);
              put(
                  Volumes.with(
                      object, new VolumeObject.Marks(object.marks().labels(), annotations)));
            });
  }
}
