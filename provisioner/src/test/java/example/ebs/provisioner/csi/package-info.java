@NullMarked
package example.ebs.provisioner.csi;

import org.jspecify.annotations.NullMarked;
