package example.ebs.emulator.action;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DescribeVolumesTest {
  private final TestRegion region = new TestRegion();

  @Test
  void pagesHoldEachVolumeOnceAlsoWhileOthersComeAndGo() {
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      made.add(region.availableVolume());
    }
    Xml page = region.call("DescribeVolumes", "MaxResults", "5");
    List<String> seen = new ArrayList<>(ids(page));
    region.call("DeleteVolume", "VolumeId", seen.getLast());
    region.pass();
    while (!page.all("nextToken").isEmpty()) {
      page =
          region.call("DescribeVolumes", "MaxResults", "5", "NextToken", page.first("nextToken"));
      assertThat(ids(page)).hasSizeLessThanOrEqualTo(5);
      seen.addAll(ids(page));
    }

    assertThat(seen).isEqualTo(made);
  }

  private static List<String> ids(Xml page) {
    return page.all("volumeId");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "MaxResults=4|InvalidParameterValue|Value ( 4 ) for parameter maxResults is invalid. Expecting a value between 5 and 1000.",
        "MaxResults=1001|InvalidParameterValue|Value ( 1001 ) for parameter maxResults is invalid. Expecting a value between 5 and 1000.",
        "VolumeId.1=vol-0123456789abcdef0&MaxResults=5|InvalidParameterCombination|The parameter volumeIds cannot be used with the parameter maxResults",
        "NextToken=bogus|InvalidPaginationToken|The pagination token is invalid: bogus",
        "Filter.1.Name=colour&Filter.1.Value.1=red|InvalidParameterValue|The filter 'colour' is invalid",
        "Filter.1.Name=status|InvalidParameterValue|The filter 'status' has no values",
        "VolumeId.1=vol-0123456789abcdef0|InvalidVolume.NotFound|The volume 'vol-0123456789abcdef0' does not exist.",
        "VolumeId.1=vol-0123456789abcdef0&VolumeId.2=vol-0123456789abcdef1|InvalidVolume.NotFound|The volumes 'vol-0123456789abcdef0, vol-0123456789abcdef1' do not exist.",
        "VolumeID.1=vol-0123456789abcdef0|UnknownParameter|The parameter VolumeID.1 is not recognized",
      })
  void refusesWhatEc2Refuses(String request, String code, String message) {
    Refusal.check(region.refused("DescribeVolumes", request.split("[&=]")), 400, code, message);
  }

  @ParameterizedTest
  @CsvSource({
    "availability-zone,zone-a,true",
    "availability-zone,zone-b,false",
    "availability-zone-id,use1-az1,true",
    "status,in-use,true",
    "status,available,false",
    "size,8,true",
    "size,9,false",
    "volume-type,gp?,true",
    "volume-type,io*,false",
    "encrypted,false,true",
    "multi-attach-enabled,true,false",
    "attachment.device,/dev/xvd*,true",
    "attachment.status,attached,true",
    "attachment.status,attaching,false",
    "attachment.delete-on-termination,false,true",
    "tag:CSIVolumeName,pvc-1,true",
    "tag:CSIVolumeName,pvc-*,true",
    "tag:CSIVolumeName,pvc-2,false",
    "tag:other,*,false",
    "tag-key,CSI*,true",
    "tag-key,csi*,false",
    "create-time,2026-*,true",
    "snapshot-id,*,false",
    "fast-restored,false,true",
    "operator.managed,false,true",
    "volume-id,vol-*,true"
  })
  void filters(String name, String value, boolean found) {
    String volume =
        region.availableVolume(
            "TagSpecification.1.ResourceType", "volume",
            "TagSpecification.1.Tag.1.Key", "CSIVolumeName",
            "TagSpecification.1.Tag.1.Value", "pvc-1");
    region.attach(volume, region.runningInstance(), "/dev/xvdaa");
    region.pass();

    Xml answer =
        region.call(
            "DescribeVolumes",
            "Filter.1.Name",
            name,
            "Filter.1.Value.1",
            "nothing",
            "Filter.1.Value.2",
            value);

    assertThat(!answer.all("volumeId").isEmpty()).isEqualTo(found);
  }

  @Test
  void allFiltersMustMatch() {
    region.availableVolume();

    assertThat(
            region
                .call(
                    "DescribeVolumes",
                    "Filter.1.Name",
                    "size",
                    "Filter.1.Value.1",
                    "8",
                    "Filter.2.Name",
                    "status",
                    "Filter.2.Value.1",
                    "in-use")
                .all("volumeId"))
        .isEmpty();
  }
}
