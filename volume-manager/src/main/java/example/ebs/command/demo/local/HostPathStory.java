package example.ebs.command.demo.local;

import example.ebs.command.demo.Narrator;
import example.ebs.proto.csi.Volume;
import java.util.Map;

/** A directory that outlives its pods, and one that is only borrowed. */
final class HostPathStory {
  private static final String FILE = "hello.txt";
  private static final String TEXT = "written by the first container";
  private static final int MEBIBYTES = 64;

  private final Narrator narrator;
  private final LocalMachine machine;
  private final View view;
  private final Limits limits;

  HostPathStory(Narrator narrator, LocalMachine machine, View view, Limits limits) {
    this.narrator = narrator;
    this.machine = machine;
    this.view = view;
    this.limits = limits;
  }

  void tell() {
    Volume volume = claim("data", Map.of("mode", "hostPath", "enforce", "none"));
    Pod first = start("web-1", volume);
    new Sharing(narrator, view).tell(first);
    follow(first, volume);
    keep();
    delete(volume);
    limit();
    new BorrowedDirectory(narrator, machine, view).tell();
  }

  private Volume claim(String name, Map<String, String> parameters) {
    narrator.say("");
    Volume volume =
        narrator.step(
            "claim %s of %d MiB, class with %s: CreateVolume"
                .formatted(name, MEBIBYTES, View.words(parameters)),
            () -> machine.create(name, MEBIBYTES, parameters));
    narrator.detail("volume " + volume.getVolumeId());
    return volume;
  }

  private Pod start(String name, Volume volume) {
    Pod pod =
        narrator.step(
            "pod " + name + ": NodePublishVolume binds the directory into the pod's folder",
            () -> Pod.start(machine, name, volume.getVolumeId(), volume.getVolumeContextMap()));
    view.list(machine.hostPaths());
    view.mount(pod.folder());
    return pod;
  }

  private void follow(Pod first, Volume volume) {
    narrator.say("");
    narrator.act("pod web-1 is deleted: NodeUnpublishVolume", first::stop);
    view.mount(first.folder());
    view.list(machine.hostPaths());
    narrator.detail(
        "the mount is gone, the directory is not; a new pod finds what the old one wrote");
    Pod second = start("web-2", volume);
    narrator.act(
        "web-2 reads " + FILE, () -> Expect.same(TEXT, second.container("only").read(FILE)));
    narrator.act("pod web-2 is deleted", second::stop);
  }

  private void keep() {
    narrator.say("");
    narrator.detail(
        "the claim is deleted. Reclaim policy Retain: nobody asks for anything, and it stays");
    view.list(machine.hostPaths());
    Expect.volumes(1, machine.hostPaths());
  }

  private void delete(Volume volume) {
    narrator.act(
        "reclaim policy Delete: DeleteVolume removes the directory",
        () -> machine.delete(volume.getVolumeId()));
    view.list(machine.hostPaths());
    Expect.volumes(0, machine.hostPaths());
  }

  private void limit() {
    if (limits == Limits.MEMORY) {
      narrator.say("");
      narrator.detail(Limits.WHY_NONE);
      return;
    }
    Volume small = claim("small", Map.of("mode", "hostPath"));
    Volume other = claim("other", Map.of("mode", "hostPath"));
    Pod greedy = start("greedy", small);
    narrator.detail("a size that holds: " + view.enforcement(greedy.folder()));
    Pod neighbour = start("neighbour", other);
    new Filled(narrator).tell(greedy, "greedy", 2 * MEBIBYTES);
    narrator.act("its neighbour writes on", () -> neighbour.container("only").write(FILE, TEXT));
    narrator.act(
        "both pods are deleted, and both volumes",
        () -> {
          remove(greedy, small);
          remove(neighbour, other);
        });
    Expect.volumes(0, machine.hostPaths());
  }

  private void remove(Pod pod, Volume volume) {
    pod.stop();
    machine.delete(volume.getVolumeId());
  }
}
