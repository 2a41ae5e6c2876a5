package example.ebs.e2e;

import java.io.PrintStream;

/** What a person would look at after a failure, printed while it is still there. */
record Diagnosis(Cluster cluster, PrintStream out) {
  private static final String OF_US = "app.kubernetes.io/name=ebs,app.kubernetes.io/component=";

  void print() {
    show("events of the test", cluster.kubectlCommand("get", "events", "--sort-by=.lastTimestamp"));
    show("objects of the test", cluster.kubectlCommand("get", "pods,pvc", "--output=wide"));
    show("volumes", cluster.kubectlCommand("get", "pv,volumeattachments", "--output=wide"));
    show("nodes", cluster.kubectlCommand("get", "nodes,csinodes", "--show-labels"));
    show(
        "pods of the driver",
        driver("get", "pods", "--selector=app.kubernetes.io/name=ebs", "--output=wide"));
    log("controller");
    log("node");
    if (Cluster.isWithoutCloud()) {
      return;
    }
    log("emulator");
    show("EC2: volumes", cluster.emulator().command("describe-volumes", "--output=json"));
    show("EC2: instances", cluster.emulator().command("describe-instances", "--output=table"));
  }

  private void log(String component) {
    show(
        "log of the " + component,
        driver("logs", "--selector=" + OF_US + component, "--prefix", "--tail=150"));
  }

  private Command driver(String... words) {
    return cluster.kubectlCommand(words).inNamespace(Cluster.DRIVER_NAMESPACE);
  }

  /** One that cannot be shown does not hide the others. */
  private void show(String title, Command command) {
    out.printf("%n---- %s%n", title);
    try {
      out.println(command.run().text());
    } catch (RuntimeException | AssertionError failed) {
      out.println("could not be shown: " + failed);
    }
  }
}
