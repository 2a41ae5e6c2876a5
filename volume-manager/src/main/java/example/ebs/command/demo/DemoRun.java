package example.ebs.command.demo;

import example.ebs.command.signal.StopSignal;
import example.ebs.command.workspace.Leftovers;
import example.ebs.command.workspace.Workspace;
import example.ebs.csi.model.Plural;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** One run of the demo, from what it needs to the proof that nothing is left of it. */
public final class DemoRun {
  /** The kind of workspace that a run makes, and clears away when a killed one left it. */
  public static final String KIND = "demo";

  /** What is done between the beginning and the clearing. */
  @FunctionalInterface
  public interface Work {
    void run(Narrator narrator, Workspace workspace);
  }

  private final PrintWriter out;
  private final PrintWriter err;

  public DemoRun(PrintWriter out, PrintWriter err) {
    this.out = out;
    this.err = err;
  }

  /**
   * Does the work and undoes all that it did, also when it fails or is interrupted.
   *
   * @param missing what this machine lacks for it; nothing is done then
   * @return whether every step succeeded and nothing is left
   */
  public boolean run(String title, List<String> missing, Work work) {
    if (!missing.isEmpty()) {
      missing.forEach(problem -> err.println("ebs demo: " + problem));
      return false;
    }
    Narrator narrator = new Narrator(out);
    Workspace.sweep(KIND).forEach(narrator::say);
    try (StopSignal _ = StopSignal.onReceived(Thread.currentThread()::interrupt);
        Workspace workspace = Workspace.create(KIND)) {
      long started = System.nanoTime();
      boolean told = tell(title, work, narrator, workspace);
      boolean cleared = clear(workspace, narrator);
      String result = told && cleared ? "Done" : "Not done";
      narrator.say(
          String.format(
              Locale.ROOT, "%n%s in %.1f s", result, (System.nanoTime() - started) / 1e9));
      return told && cleared;
    }
  }

  private boolean tell(String title, Work work, Narrator narrator, Workspace workspace) {
    narrator.say(title);
    narrator.say("");
    try {
      work.run(narrator, workspace);
      return true;
    } catch (RuntimeException failed) { // Whatever it was, what was done has to be undone.
      // Undoing waits for things, which an interrupted thread cannot.
      if (Thread.interrupted() || StopSignal.isReceived()) {
        narrator.say("Interrupted; undoing what was done");
      } else {
        err.println("ebs demo: " + failed.getMessage());
        narrator.say("Failed; undoing what was done");
      }
      return false;
    }
  }

  private boolean clear(Workspace workspace, Narrator narrator) {
    narrator.say("");
    Path folder = workspace.folder();
    List<String> uncleared =
        narrator.step("taking down machines, volumes and folders", workspace::clear);
    uncleared.forEach(line -> err.println("ebs demo: left behind: " + line));
    Leftovers left = Leftovers.of(folder);
    narrator.detail(
        "left: %s, %s, %s"
            .formatted(
                Plural.of(left.loopDevices().size(), "loop device"),
                Plural.of(left.mounts().size(), "mount"),
                Plural.of(left.files().size(), "file")));
    return left.isEmpty();
  }
}
