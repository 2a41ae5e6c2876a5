package example.ebs.command.demo.local;

import example.ebs.command.demo.Narrator;
import example.ebs.command.workspace.Workspace;
import example.ebs.csi.server.DriverIdentity;
import example.ebs.linux.process.ProcessCommands;
import java.util.function.BiConsumer;

/** The story of a local volume: one machine, no cloud, and what a bind mount is. */
public final class LocalDemo {
  private final Narrator narrator;
  private final Workspace workspace;
  private final DriverIdentity driver;
  private final Limits limits;

  /**
   * Creates the demo.
   *
   * @param driver the main one, of whose name the local one's is made
   */
  public LocalDemo(Narrator narrator, Workspace workspace, DriverIdentity driver, Limits limits) {
    this.narrator = narrator;
    this.workspace = workspace;
    this.driver = driver;
    this.limits = limits;
  }

  /** Tells of a directory that outlives its pods; throws at the first step that fails. */
  public void tellHostPath() {
    tell((machine, view) -> new HostPathStory(narrator, machine, view, limits).tell());
  }

  /** Tells of a directory that lives as long as its pod; throws at the first step that fails. */
  public void tellEmptyDir() {
    tell((machine, view) -> new EmptyDirStory(narrator, machine, view, limits).tell());
  }

  private void tell(BiConsumer<LocalMachine, View> story) {
    View view = new View(narrator, new ProcessCommands(), workspace.folder());
    try (LocalMachine machine =
        narrator.step(
            "this machine's service of local volumes",
            () -> LocalMachine.start(workspace.folder(), driver))) {
      narrator.detail("all of it lies in " + workspace.folder() + ", which is left out below");
      story.accept(machine, view);
    }
  }
}
