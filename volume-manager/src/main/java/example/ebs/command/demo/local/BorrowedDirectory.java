package example.ebs.command.demo.local;

import example.ebs.command.demo.Narrator;
import example.ebs.local.model.LocalVolumeId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A directory of somebody else's is wrapped, and never deleted. */
final class BorrowedDirectory {
  private static final String FILE = "holiday.txt";
  private static final String TEXT = "nobody wants to lose this";

  private final Narrator narrator;
  private final LocalMachine machine;
  private final View view;

  BorrowedDirectory(Narrator narrator, LocalMachine machine, View view) {
    this.narrator = narrator;
    this.machine = machine;
    this.view = view;
  }

  void tell() {
    narrator.say("");
    Path photos = machine.existing().resolve("photos");
    narrator.act("somebody has a directory " + view.shortened(photos), () -> fill(photos));
    LocalVolumeId id = LocalVolumeId.ofVolume("pv-photos");
    Map<String, String> context =
        Map.of("mode", "hostPath", "path", photos.toString(), "readOnly", "true");
    Pod pod =
        narrator.step(
            "a PersistentVolume wraps it, read-only; pod gallery: NodePublishVolume",
            () -> Pod.start(machine, "gallery", id.value(), context));
    view.mount(pod.folder());
    look(pod.container("only"));
    narrator.act("the pod is deleted", pod::stop);
    narrator.act("so is the volume: DeleteVolume", () -> machine.delete(id.value()));
    view.list(photos);
    narrator.act(
        "what was only wrapped is never deleted",
        () -> Expect.same(TEXT, new Container(photos).read(FILE)));
  }

  private void look(Container container) {
    narrator.act("it reads", () -> Expect.same(TEXT, container.read(FILE)));
    String refusal =
        narrator.step(
            "it writes, and is refused", () -> Expect.refusal(() -> container.write("x", "")));
    narrator.detail(view.shortened(refusal));
  }

  private static void fill(Path folder) {
    try {
      new Container(Files.createDirectories(folder)).write(FILE, TEXT);
    } catch (IOException unable) {
      throw new UncheckedIOException("cannot make " + folder, unable);
    }
  }
}
