package example.ebs.command;

import example.ebs.provisioner.ProvisionerConfig;
import example.ebs.provisioner.drift.Leftovers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How to reach the cluster, and who this process is in it. */
final class ClusterOptions {
  private static final Path OWN_NAMESPACE =
      Path.of("/var/run/secrets/kubernetes.io/serviceaccount/namespace");

  @Mixin private KubeconfigOption kubeconfig = new KubeconfigOption();

  @Option(
      names = "--namespace",
      paramLabel = "NAME",
      defaultValue = "${env:POD_NAMESPACE}",
      description =
          "where the lease and the CSIStorageCapacity objects are kept (default: POD_NAMESPACE, else the pod's own, else kube-system)")
  private Optional<String> namespace = Optional.empty();

  @Option(
      names = "--identity",
      paramLabel = "NAME",
      defaultValue = "${env:POD_NAME}",
      description =
          "this process in the lease, unlike any other (default: POD_NAME, else host and process id)")
  private Optional<String> identity = Optional.empty();

  /** Whether a flag was given that goes with --kubernetes only. */
  boolean isGiven() {
    return kubeconfig.file().isPresent();
  }

  /** Who this process is. */
  Membership membership() {
    return new Membership(
        kubeconfig.file(),
        namespace.filter(name -> !name.isEmpty()).or(ClusterOptions::own).orElse("kube-system"),
        identity.filter(name -> !name.isEmpty()).orElseGet(ClusterOptions::process),
        false);
  }

  /**
   * A process of a cluster.
   *
   * @param kubeconfig where the usual way to the cluster is not wanted
   * @param detachLeftovers whether the operator wants what is left behind on nodes detached
   */
  record Membership(
      Optional<Path> kubeconfig, String namespace, String identity, boolean detachLeftovers) {
    /** The same, where the operator wants it so. */
    Membership detaching(boolean leftovers) {
      return new Membership(kubeconfig, namespace, identity, leftovers);
    }

    /** The loops of a driver of ours, which tags its volumes with the cluster's id. */
    ProvisionerConfig ourLoops() {
      return new ProvisionerConfig(
          namespace, identity, true, detachLeftovers ? Leftovers.DETACHED : Leftovers.TOLD);
    }

    /** The loops over a driver of which nothing is known. */
    ProvisionerConfig loops(boolean createMetadata) {
      return new ProvisionerConfig(namespace, identity, createMetadata, Leftovers.OF_ANYBODY);
    }
  }

  private static Optional<String> own() {
    try {
      return Files.exists(OWN_NAMESPACE)
          ? Optional.of(Files.readString(OWN_NAMESPACE).strip())
          : Optional.empty();
    } catch (IOException unreadable) {
      throw new UncheckedIOException("cannot read " + OWN_NAMESPACE, unreadable);
    }
  }

  private static String process() {
    try {
      return InetAddress.getLocalHost().getHostName() + "-" + ProcessHandle.current().pid();
    } catch (UnknownHostException unnamed) {
      return "ebs-" + ProcessHandle.current().pid();
    }
  }
}
