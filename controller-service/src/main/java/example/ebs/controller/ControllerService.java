package example.ebs.controller;

import example.ebs.controller.attachment.AttachableVolume;
import example.ebs.controller.attachment.AttachmentCloud;
import example.ebs.controller.attachment.BegunAttachments;
import example.ebs.controller.attachment.VolumeAttacher;
import example.ebs.controller.attachment.VolumeDetacher;
import example.ebs.controller.cluster.OwnCluster;
import example.ebs.controller.ec2.Ec2;
import example.ebs.controller.ec2.Ec2Clients;
import example.ebs.controller.modification.Modification;
import example.ebs.controller.modification.ModificationCloud;
import example.ebs.controller.modification.ModificationTranslator;
import example.ebs.controller.modification.VolumeModifier;
import example.ebs.controller.transition.TransitionPoller;
import example.ebs.controller.volume.CapabilityValidator;
import example.ebs.controller.volume.EbsVolume;
import example.ebs.controller.volume.SpentTokens;
import example.ebs.controller.volume.VolumeCloud;
import example.ebs.controller.volume.VolumeCreator;
import example.ebs.controller.volume.VolumeDeleter;
import example.ebs.controller.volume.VolumeLister;
import example.ebs.controller.volume.VolumeTags;
import example.ebs.controller.volume.VolumeTranslator;
import example.ebs.csi.model.VolumeId;
import example.ebs.csi.time.Backoff;
import example.ebs.csi.time.Waiting;
import io.grpc.BindableService;
import java.time.Duration;

/**
 * The CSI Controller service, put together; closing it closes its connections to EC2.
 *
 * <p>Serve {@link #grpc} behind {@link example.ebs.csi.failure.FailureInterceptor}, on a thread per
 * call that may block.
 */
public final class ControllerService implements AutoCloseable {
  /**
   * EC2 takes about 1.5 s to create and 1 to 4 s to attach, and a pod waits for every moment after
   * that. One look serves all who wait, so to look seven times a second in the first two seconds
   * costs an account about a third of the calls that it may make; what takes longer is looked at
   * more seldom.
   */
  private static final Backoff POLLS =
      new Backoff(Duration.ofMillis(120), 1.03, Duration.ofMillis(750));

  private final Ec2 ec2;
  private final BindableService grpc;

  private ControllerService(Ec2 ec2, BindableService grpc) {
    this.ec2 = ec2;
    this.grpc = grpc;
  }

  /**
   * Puts the service together; asks EC2 nothing yet.
   *
   * @throws example.ebs.csi.failure.Failure.InvalidRequest when an extra tag is not allowed
   */
  public static ControllerService create(ControllerConfig config) {
    VolumeTags tags = new VolumeTags(config.driver(), config.clusterId(), config.extraTags());
    Ec2 ec2 = Ec2Clients.open(config.endpoint(), config.region(), config.credentials());
    return new ControllerService(
        ec2,
        assemble(
            tags,
            new Clouds(
                ec2.volumes(), ec2.listing(), ec2.attachments(), ec2.modifications(), ec2.owners()),
            Waiting.real()));
  }

  /** The service over any cloud. */
  static ControllerGrpcService assemble(VolumeTags tags, Clouds clouds, Waiting waiting) {
    VolumeCloud volumes = clouds.volumes();
    AttachmentCloud attachments = clouds.attachments();
    ModificationCloud modifications = clouds.modifications();
    TransitionPoller<VolumeId, EbsVolume> creating =
        new TransitionPoller<>(volumes::find, POLLS, waiting);
    TransitionPoller<VolumeId, AttachableVolume> attaching =
        new TransitionPoller<>(attachments::volumes, POLLS, waiting);
    TransitionPoller<VolumeId, Modification> modifying =
        new TransitionPoller<>(modifications::latest, POLLS, waiting);
    OwnCluster cluster = new OwnCluster(tags.clusterId(), clouds.owners());
    SpentTokens spent = new SpentTokens();
    BegunAttachments begun = new BegunAttachments(waiting.clock());
    return new ControllerGrpcService(
        new VolumeCalls(
            new VolumeTranslator(tags),
            new VolumeCreator(volumes, creating, spent, waiting),
            new VolumeDeleter(volumes, spent, cluster),
            new CapabilityValidator(volumes),
            new VolumeLister(clouds.listing(), tags)),
        new VolumeAttacher(attachments, attaching, begun, cluster, waiting.clock()),
        new VolumeDetacher(attachments, attaching, begun, cluster),
        new ModificationCalls(
            new ModificationTranslator(tags),
            new VolumeModifier(modifications, modifying, cluster, waiting)));
  }

  /** The gRPC service to add to a server. */
  public BindableService grpc() {
    return grpc;
  }

  @Override
  public void close() {
    ec2.close();
  }
}
