package example.ebs.command.demo.local;

import example.ebs.command.demo.Narrator;
import java.util.Map;

/** A directory that is born with its pod and dies with it. */
final class EmptyDirStory {
  private static final String FILE = "hello.txt";
  private static final String TEXT = "written by the first container";
  private static final String SIZE_LIMIT = "sizeLimit";
  private static final int MEBIBYTES = 32;

  private final Narrator narrator;
  private final LocalMachine machine;
  private final View view;
  private final Limits limits;

  EmptyDirStory(Narrator narrator, LocalMachine machine, View view, Limits limits) {
    this.narrator = narrator;
    this.machine = machine;
    this.view = view;
    this.limits = limits;
  }

  void tell() {
    Pod pod = start("worker", Map.of());
    Container writer = new Sharing(narrator, view).tell(pod);
    restart(pod, writer);
    if (limits == Limits.DISK) {
      limited("greedy", Map.of(SIZE_LIMIT, MEBIBYTES + "Mi"), pod);
    } else {
      narrator.say("");
      narrator.detail(Limits.WHY_NONE);
    }
    limited("cache", Map.of(SIZE_LIMIT, MEBIBYTES + "Mi", "medium", "Memory"), pod);
    end(pod);
  }

  private Pod start(String name, Map<String, String> attributes) {
    narrator.say("");
    Pod pod =
        narrator.step(
            "pod %s with an inline volume%s: NodePublishVolume makes it and binds it into the pod's folder"
                .formatted(name, attributes.isEmpty() ? "" : " of " + View.words(attributes)),
            () -> Pod.startInline(machine, name, attributes));
    view.list(machine.emptyDirs());
    view.mount(pod.folder());
    return pod;
  }

  private void restart(Pod pod, Container writer) {
    narrator.say("");
    narrator.act("the first container crashes, and its own mount goes with it", writer::stop);
    view.mount(writer.data());
    Container again =
        narrator.step("it is started again in the same pod", () -> pod.container("writer-again"));
    narrator.act("it reads " + FILE, () -> Expect.same(TEXT, again.read(FILE)));
  }

  private void limited(String name, Map<String, String> attributes, Pod neighbour) {
    Pod pod = start(name, attributes);
    narrator.detail("a size that holds: " + view.enforcement(pod.folder()));
    new Filled(narrator).tell(pod, name, 2 * MEBIBYTES);
    narrator.act(
        "pod worker writes on", () -> neighbour.container("beside-" + name).write(FILE, TEXT));
    narrator.act("pod " + name + " is deleted, and with it what it held", pod::stop);
    view.list(machine.emptyDirs());
    Expect.volumes(1, machine.emptyDirs());
  }

  private void end(Pod pod) {
    narrator.say("");
    narrator.act("pod worker is deleted: NodeUnpublishVolume", pod::stop);
    view.mount(pod.folder());
    view.list(machine.emptyDirs());
    Expect.volumes(0, machine.emptyDirs());
    narrator.detail("the directory went with its pod");
  }
}
