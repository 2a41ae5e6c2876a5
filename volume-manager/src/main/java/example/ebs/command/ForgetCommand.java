package example.ebs.command;

import example.ebs.csi.server.DriverIdentity;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** For local volumes whose node is gone for good. */
@Command(
    name = "forget",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Deletes the PersistentVolume of a local volume whose node will never remove its directory.",
      "It touches nothing on any disk, and says what is left there."
    })
final class ForgetCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private DriverOption driverOption = new DriverOption();
  @Mixin private KubeconfigOption kubeconfig = new KubeconfigOption();
  @Mixin private LoggingOptions logging = new LoggingOptions();

  @Parameters(paramLabel = "PV", description = "the PersistentVolume; its claim must be gone")
  private String volume = "";

  @Option(names = "--force", description = "also while its node is in the cluster")
  private boolean force;

  @Override
  public Integer call() {
    Problems problems = new Problems();
    logging.apply();
    DriverIdentity driver = driverOption.parse(problems);
    problems.throwIfAny(spec);
    String left = ClusterProcess.forget(driver, kubeconfig.file(), volume, force);
    spec.commandLine().getOut().println(left);
    return 0;
  }
}
