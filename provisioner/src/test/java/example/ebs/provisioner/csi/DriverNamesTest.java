package example.ebs.provisioner.csi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class DriverNamesTest {
  @Test
  void everythingThatIsWrittenFollowsTheDriversName() {
    DriverNames names = new DriverNames("ebs.csi.aws.com");
    assertThat(names.claimFinalizer()).isEqualTo("ebs.csi.aws.com/provisioning");
    assertThat(names.topologyAnnotation()).isEqualTo("ebs.csi.aws.com/requested-topology");
    assertThat(names.fullUntilAnnotation()).isEqualTo("ebs.csi.aws.com/full-until");
    assertThat(names.lease()).isEqualTo("ebs-csi-aws-com");
  }

  @Test
  void theAttachmentFinalizerIsTheSidecars() {
    assertThat(new DriverNames("ebs.csi.aws.com").attachmentFinalizer())
        .isEqualTo("external-attacher/ebs-csi-aws-com");
    assertThat(new DriverNames("odd_name-").attachmentFinalizer())
        .isEqualTo("external-attacher/odd-name-X");
  }
}
