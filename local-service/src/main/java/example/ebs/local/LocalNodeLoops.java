package example.ebs.local;

import example.ebs.csi.failure.CallEnd;
import example.ebs.csi.kubernetes.ApiServer;
import example.ebs.csi.kubernetes.ObjectWatch;
import example.ebs.csi.time.Pause;
import example.ebs.local.leftover.KubernetesPods;
import example.ebs.local.leftover.LeftoverLoop;
import example.ebs.local.leftover.LeftoverSweep;
import example.ebs.local.leftover.PodFolders;
import example.ebs.local.release.EnforcementNotes;
import example.ebs.local.release.KnownVolumes;
import example.ebs.local.release.KubernetesVolumes;
import example.ebs.local.release.ReleaseLoop;
import example.ebs.local.release.Residence;
import example.ebs.local.release.VolumeObject;
import example.ebs.local.release.VolumeRelease;
import java.nio.file.Path;
import java.util.List;

/**
 * What a node does about its local volumes without being called: releases them, notes how they are
 * limited, and removes what is left over. The API server may be away at any time.
 */
public final class LocalNodeLoops implements AutoCloseable {
  private final ReleaseLoop releases;
  private final EnforcementNotes notes;
  private final LeftoverLoop leftovers;
  private final ObjectWatch<VolumeObject> watch;

  private LocalNodeLoops(
      ReleaseLoop releases,
      EnforcementNotes notes,
      LeftoverLoop leftovers,
      ObjectWatch<VolumeObject> watch) {
    this.releases = releases;
    this.notes = notes;
    this.leftovers = leftovers;
    this.watch = watch;
  }

  /**
   * Loops that have not begun.
   *
   * @param known told by them of all PersistentVolumes
   * @param kubelet the kubelet's folder
   */
  public static LocalNodeLoops create(
      ApiServer server, KnownVolumes known, LocalVolumes volumes, Path kubelet, Pause pause) {
    Residence here = known.here();
    KubernetesVolumes objects = new KubernetesVolumes(server);
    ReleaseLoop releases = new ReleaseLoop(new VolumeRelease(here, objects, volumes), pause);
    EnforcementNotes notes = new EnforcementNotes(known, objects, volumes);
    LeftoverSweep sweep =
        new LeftoverSweep(
            volumes,
            new PodFolders(kubelet.resolve("pods")),
            new KubernetesPods(server, here.node()));
    return new LocalNodeLoops(
        releases,
        notes,
        new LeftoverLoop(sweep, pause),
        new ObjectWatch<>(
            server,
            here.volumes(),
            KubernetesVolumes::read,
            new InOrder(List.of(known, releases, notes)),
            pause));
  }

  /** To be told of each call: after a publish there is something to note. */
  public CallEnd.Listener calls() {
    return notes;
  }

  /** Returns at once. */
  public void start() {
    notes.start();
    leftovers.start();
    watch.start();
  }

  /** Breaks off what is under way; it is gone on with at the next start. */
  @Override
  public void close() {
    watch.close();
    leftovers.close();
    notes.close();
    releases.close();
  }

  /** One watch serves them all: the API server keeps it for each node. */
  private record InOrder(List<ObjectWatch.Listener<VolumeObject>> listeners)
      implements ObjectWatch.Listener<VolumeObject> {
    @Override
    public void listed(List<VolumeObject> all) {
      listeners.forEach(each -> each.listed(all));
    }

    @Override
    public void changed(VolumeObject object) {
      listeners.forEach(each -> each.changed(object));
    }

    @Override
    public void removed(VolumeObject object) {
      listeners.forEach(each -> each.removed(object));
    }
  }
}
