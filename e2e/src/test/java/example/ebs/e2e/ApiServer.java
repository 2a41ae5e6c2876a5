package example.ebs.e2e;

/** The API server's process, which can be made to answer nobody for a while. */
record ApiServer(KindNode machine) {
  private static final String SIGNAL =
      "for process in /proc/[0-9]*; do"
          + " [ \"$(cat $process/comm 2>/dev/null)\" != kube-apiserver ] || kill -%s ${process##*/};"
          + " done";

  /** Connections stay and nothing is answered, which is worse than a server that is gone. */
  void pause() {
    var _ = machine.exec("bash", "-c", SIGNAL.formatted("STOP"));
  }

  void goOn() {
    var _ = machine.exec("bash", "-c", SIGNAL.formatted("CONT"));
  }
}
