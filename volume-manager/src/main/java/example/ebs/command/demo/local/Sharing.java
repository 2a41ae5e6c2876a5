package example.ebs.command.demo.local;

import example.ebs.command.demo.Narrator;

/** Two containers of a pod have the same directory, each at a place of its own. */
final class Sharing {
  private static final String FILE = "hello.txt";
  private static final String TEXT = "written by the first container";

  private final Narrator narrator;
  private final View view;

  Sharing(Narrator narrator, View view) {
    this.narrator = narrator;
    this.view = view;
  }

  /** Returns the container that wrote. */
  Container tell(Pod pod) {
    narrator.say("");
    Container writer =
        narrator.step(
            "its first container starts: the pod's folder is bound once more, to the container's /data",
            () -> pod.container("writer"));
    view.mount(writer.data());
    Container reader =
        narrator.step("its second container starts, the same", () -> pod.container("reader"));
    view.mount(reader.data());
    narrator.act("the first writes " + FILE, () -> writer.write(FILE, TEXT));
    narrator.act("the second reads it", () -> Expect.same(TEXT, reader.read(FILE)));
    narrator.detail(
        "a bind mount copies nothing: it is one directory with several ways in, and one file");
    view.inode(writer.data().resolve(FILE));
    view.inode(reader.data().resolve(FILE));
    view.inode(pod.folder().resolve(FILE));
    return writer;
  }
}
