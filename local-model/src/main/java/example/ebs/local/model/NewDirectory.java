package example.ebs.local.model;

import java.util.List;

/**
 * A directory that is to be made.
 *
 * @param roots among which the node chooses; empty means all that it has
 */
public record NewDirectory(DirectoryName name, List<RootName> roots, DirectoryAccess access) {
  public NewDirectory {
    roots = List.copyOf(roots);
  }
}
