/** What controller and node agree on about local volumes, which are directories of one node. */
@NullMarked
package example.ebs.csi.local;

import org.jspecify.annotations.NullMarked;
