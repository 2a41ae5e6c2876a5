@NullMarked
package example.ebs.provisioner.reclaim;

import org.jspecify.annotations.NullMarked;
