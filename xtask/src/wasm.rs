//! Reading and writing the binary format of WebAssembly, as much of it as [`size`](crate::size), [`shorten`](crate::shorten) and
//! [`order`](crate::order) need.
//!
//! <https://webassembly.github.io/spec/core/binary/modules.html>

/// What a module begins with.
pub const MAGIC: &[u8] = b"\0asm\x01\0\0\0";

/// What is left to read.
pub struct Reader<'a>(pub &'a [u8]);

impl<'a> Reader<'a> {
    /// The next byte.
    pub fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    /// An unsigned LEB128 number of 32 bits.
    pub fn number(&mut self) -> Option<u32> {
        let mut number = 0;
        for shift in (0..35).step_by(7) {
            let byte = self.byte()?;
            number |= u32::from(byte & 0x7f).checked_shl(shift)?;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    /// A number, and so many bytes.
    pub fn block(&mut self) -> Option<&'a [u8]> {
        let length = usize::try_from(self.number()?).ok()?;
        let (block, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(block)
    }

    /// What an import is, after its two names; says whether it is a function.
    pub fn import(&mut self) -> Option<bool> {
        let kind = self.byte()?;
        match kind {
            0x00 => drop(self.number()?),
            0x01 => {
                self.value_type()?;
                self.limits()?;
            }
            0x02 => self.limits()?,
            0x03 => {
                self.value_type()?;
                self.byte()?;
            }
            0x04 => {
                self.byte()?;
                self.number()?;
            }
            _ => return None,
        }
        Some(kind == 0x00)
    }

    fn limits(&mut self) -> Option<()> {
        let has_maximum = self.byte()? & 1 == 1;
        self.number()?;
        if has_maximum {
            self.number()?;
        }
        Some(())
    }

    /// A type of one byte, or a reference type with its heap type behind it.
    fn value_type(&mut self) -> Option<()> {
        if matches!(self.byte()?, 0x63 | 0x64) {
            self.number()?;
        }
        Some(())
    }
}

/// Writes an unsigned LEB128 number.
pub fn number(out: &mut Vec<u8>, mut number: u32) {
    loop {
        let [low, ..] = number.to_le_bytes();
        number >>= 7;
        if number == 0 {
            return out.push(low & 0x7f);
        }
        out.push(low | 0x80);
    }
}

/// Writes its length, and so many bytes.
pub fn block(out: &mut Vec<u8>, bytes: &[u8]) {
    number(
        out,
        u32::try_from(bytes.len()).expect("a part of a module that was read has a length of 32 bits"),
    );
    out.extend(bytes);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_several_bytes_are_read_and_endless_ones_refused() {
        assert_eq!(Reader(&[0xe5, 0x8e, 0x26]).number(), Some(624_485));
        assert_eq!(Reader(&[0x80; 9]).number(), None);
    }
}
