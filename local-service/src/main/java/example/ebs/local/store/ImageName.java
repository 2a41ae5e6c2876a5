package example.ebs.local.store;

/** The name of the file that holds a volume's filesystem, or is its device. */
public final class ImageName {
  private ImageName() {}

  public static String of(VolumeKey volume) {
    return volume + ".img";
  }
}
