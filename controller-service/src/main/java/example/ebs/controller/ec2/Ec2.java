package example.ebs.controller.ec2;

import example.ebs.controller.attachment.AttachmentCloud;
import example.ebs.controller.cluster.VolumeOwners;
import example.ebs.controller.modification.ModificationCloud;
import example.ebs.controller.volume.VolumeCloud;
import example.ebs.controller.volume.VolumeListing;
import java.time.Clock;
import software.amazon.awssdk.services.ec2.Ec2Client;

/** EC2 as this driver's features see it; closing it closes the connections. */
public final class Ec2 implements AutoCloseable {
  private final Ec2Client client;
  private final Ec2Calls calls;
  private final RecentOwners recent;
  private final Ec2Describes describes;

  Ec2(Ec2Client client, String endpoint, Clock clock) {
    this.client = client;
    this.calls = new Ec2Calls(endpoint, clock);
    this.recent = new RecentOwners(clock);
    this.describes = new Ec2Describes(client, calls, recent, clock);
  }

  /** Volumes in EC2. */
  public VolumeCloud volumes() {
    return new Ec2Volumes(client, calls, describes, recent);
  }

  /** All volumes of a kind in EC2. */
  public VolumeListing listing() {
    return new Ec2VolumeListing(client, calls, recent);
  }

  /** Attachments in EC2. */
  public AttachmentCloud attachments() {
    return new Ec2Attachments(client, calls, describes);
  }

  /** Modifications in EC2. */
  public ModificationCloud modifications() {
    return new Ec2Modifications(client, calls, describes);
  }

  /** Whose volumes are in EC2. */
  public VolumeOwners owners() {
    return new Ec2Owners(describes, recent);
  }

  @Override
  public void close() {
    client.close();
  }
}
