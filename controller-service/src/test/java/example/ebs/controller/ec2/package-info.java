/** Tests and the fakes they run on. */
@NullMarked
package example.ebs.controller.ec2;

import org.jspecify.annotations.NullMarked;
