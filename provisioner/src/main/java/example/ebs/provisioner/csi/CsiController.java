package example.ebs.provisioner.csi;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.failure.StatusToFailure;
import example.ebs.csi.time.Backoff;
import example.ebs.csi.time.Deadline;
import example.ebs.csi.time.Look;
import example.ebs.csi.time.Waiting;
import example.ebs.proto.csi.ControllerGetCapabilitiesRequest;
import example.ebs.proto.csi.ControllerGrpc;
import example.ebs.proto.csi.ControllerPublishVolumeRequest;
import example.ebs.proto.csi.ControllerPublishVolumeResponse;
import example.ebs.proto.csi.ControllerServiceCapability;
import example.ebs.proto.csi.ControllerUnpublishVolumeRequest;
import example.ebs.proto.csi.CreateVolumeRequest;
import example.ebs.proto.csi.CreateVolumeResponse;
import example.ebs.proto.csi.DeleteVolumeRequest;
import example.ebs.proto.csi.GetPluginInfoRequest;
import example.ebs.proto.csi.IdentityGrpc;
import example.ebs.proto.csi.ListVolumesRequest;
import example.ebs.proto.csi.ListVolumesResponse;
import example.ebs.proto.csi.ProbeRequest;
import io.grpc.Channel;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A CSI driver's controller, ours or any other.
 *
 * <p>Every call blocks, has a deadline and throws a {@link Failure}: {@link Failure.InProgress},
 * {@link Failure.TimedOut} and {@link Failure.Unavailable} mean that something may have been done,
 * all others that nothing was left behind. Safe for many threads.
 */
public final class CsiController {
  private static final Duration PROBE = Duration.ofSeconds(5);
  private static final Duration CREATE_OR_DELETE = Duration.ofSeconds(60);
  private static final Duration ATTACH_OR_DETACH = Duration.ofMinutes(6);
  private static final Backoff UNTIL_READY =
      new Backoff(Duration.ofMillis(100), 2, Duration.ofSeconds(5));

  private final Channel channel;
  private final String driver;
  private final Set<ControllerServiceCapability.RPC.Type> capabilities;

  private CsiController(
      Channel channel, String driver, Set<ControllerServiceCapability.RPC.Type> capabilities) {
    this.channel = channel;
    this.driver = driver;
    this.capabilities = capabilities;
  }

  /**
   * Waits until the driver is ready, then asks its name and what it can do.
   *
   * @param called what it is in messages, such as "the CSI driver at /run/csi.sock"
   * @throws Failure.TimedOut when it is not ready in time, with what was seen last
   */
  public static CsiController connect(
      Channel channel, String called, Waiting waiting, Duration longest) {
    return waiting.untilFound(
        called + " to be ready",
        Deadline.after(longest, waiting.clock()),
        UNTIL_READY,
        () -> ready(channel));
  }

  private static Look<CsiController> ready(Channel channel) {
    try {
      return StatusToFailure.calling(
          () -> {
            IdentityGrpc.IdentityBlockingStub identity =
                IdentityGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(PROBE.toMillis(), TimeUnit.MILLISECONDS);
            var probe = identity.probe(ProbeRequest.getDefaultInstance());
            // CSI: no answer to "ready" means ready.
            if (probe.hasReady() && !probe.getReady().getValue()) {
              return new Look.NotYet<>("it answers that it is not ready");
            }
            String name =
                identity.getPluginInfo(GetPluginInfoRequest.getDefaultInstance()).getName();
            return new Look.Found<>(new CsiController(channel, name, capabilities(channel)));
          });
    } catch (Failure.Unavailable | Failure.TimedOut notYet) {
      return new Look.NotYet<>(notYet.getMessage());
    }
  }

  private static Set<ControllerServiceCapability.RPC.Type> capabilities(Channel channel) {
    Set<ControllerServiceCapability.RPC.Type> found =
        EnumSet.noneOf(ControllerServiceCapability.RPC.Type.class);
    stub(channel, PROBE)
        .controllerGetCapabilities(ControllerGetCapabilitiesRequest.getDefaultInstance())
        .getCapabilitiesList()
        .forEach(capability -> found.add(capability.getRpc().getType()));
    return found;
  }

  /** The driver's name, by which Kubernetes' objects refer to it. */
  public String driver() {
    return driver;
  }

  public boolean can(ControllerServiceCapability.RPC.Type what) {
    return capabilities.contains(what);
  }

  public CreateVolumeResponse create(CreateVolumeRequest request) {
    return StatusToFailure.calling(() -> stub(channel, CREATE_OR_DELETE).createVolume(request));
  }

  public void delete(DeleteVolumeRequest request) {
    var _ = StatusToFailure.calling(() -> stub(channel, CREATE_OR_DELETE).deleteVolume(request));
  }

  public ControllerPublishVolumeResponse publish(ControllerPublishVolumeRequest request) {
    return StatusToFailure.calling(
        () -> stub(channel, ATTACH_OR_DETACH).controllerPublishVolume(request));
  }

  public void unpublish(ControllerUnpublishVolumeRequest request) {
    var _ =
        StatusToFailure.calling(
            () -> stub(channel, ATTACH_OR_DETACH).controllerUnpublishVolume(request));
  }

  public ListVolumesResponse list(ListVolumesRequest request) {
    return StatusToFailure.calling(() -> stub(channel, CREATE_OR_DELETE).listVolumes(request));
  }

  private static ControllerGrpc.ControllerBlockingStub stub(Channel channel, Duration deadline) {
    return ControllerGrpc.newBlockingStub(channel)
        .withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS);
  }
}
