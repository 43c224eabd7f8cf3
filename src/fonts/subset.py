#!/usr/bin/env python3
"""Makes what PDF certificates need: three fonts, cut to the characters that occur, and the colour profile of sRGB.

   npm pack @expo-google-fonts/noto-sans-sc@0.4.3 && npm pack @expo-google-fonts/noto-sans-mono@0.4.2
   mkdir sc mono; tar xzf expo-google-fonts-noto-sans-sc-0.4.3.tgz -C sc; tar xzf expo-google-fonts-noto-sans-mono-0.4.2.tgz -C mono
   python3 src/fonts/subset.py sc/package mono/package src/main/resources/report/pdf      (fontTools 4, Debian: python3-fonttools)
"""

import os
import shutil
import struct
import sys

from fontTools import subset
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

HERE = os.path.dirname(os.path.abspath(__file__))
WORDS = os.path.join(HERE, "..", "main", "resources", "report", "certificate")
# Written in names, but in none of the sets below.
NAMES = "喆堃珺玥翀祎晗瑄镕頔犇赟翊婳妤嫄嬿彧彣旸昉昇昕昶晛晞晢晧暄暐曈曦玚玠玦玭玹珝珩珮琋琤琮瑀瑢瑨瑭璘璟璠璥瓒甯畇皕皓睿禤禛禵稑穆竑竣筠箐篪絜翚芃芊芮苒茜荦莜菡萱葳蓁蔼薇蘅衎诜谞豳赟轶遹邶郗郯鄞钊钰铖锟锳镓镡閎闵阗陞隽霈霏韫頫颀颋颎骁骐骞骢鬻鸑鸢鹓麒麟齌龑"


def codec(name, first, second):
    """The characters of a double-byte set, by the ranges of its bytes."""
    found = set()
    for a in first:
        for b in second:
            try:
                found.update(ord(c) for c in bytes([a, b]).decode(name))
            except UnicodeDecodeError:
                pass
    return found


def latin():
    ranges = [(0x20, 0x7E), (0xA0, 0x17F), (0x218, 0x21B), (0x370, 0x3FF), (0x400, 0x45F), (0x1EA0, 0x1EF9)]
    ranges += [(0x2010, 0x2027), (0x2030, 0x205E), (0x20A0, 0x20BF), (0x2100, 0x214F), (0x2190, 0x2193)]
    ranges += [(0x2200, 0x22FF), (0x25A0, 0x25FF), (0x3000, 0x303F), (0xFF00, 0xFFEF)]
    return {c for first, last in ranges for c in range(first, last + 1)}


def write(source, target, characters):
    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = [0, 1, 2, 4, 6, 13, 14]
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "BASE", "STAT", "vhea", "vmtx", "VORG", "DSIG", "gasp", "avar", "HVAR", "MVAR"]
    options.glyph_names = False
    font = subset.load_font(source, options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=characters)
    cutter.subset(font)
    glyphs = font.getGlyphSet()
    for name in font.getGlyphOrder():
        if font["glyf"][name].isComposite():
            whole = DecomposingRecordingPen(glyphs)
            glyphs[name].draw(whole)
            pen = TTGlyphPen(None)
            whole.replay(pen)
            font["glyf"][name] = pen.glyph()
            font["glyf"][name].recalcBounds(font["glyf"])
    font["post"].formatType = 3.0
    font.save(target)
    print(target, len(font.getBestCmap()), "characters", os.path.getsize(target), "bytes")


def s15(value):
    return struct.pack(">i", round(value * 65536))


def mluc(text):
    return b"mluc" + struct.pack(">IIIHHII", 0, 1, 12, 0x656E, 0x5553, len(text) * 2, 28) + text.encode("utf-16-be")


def profile():
    """ICC.1:2010 (4.2), a display with the primaries of sRGB adapted to D50, and its curve as a formula."""
    xyz = lambda x, y, z: b"XYZ " + bytes(4) + s15(x) + s15(y) + s15(z)
    curve = b"para" + bytes(4) + struct.pack(">HH", 3, 0) + s15(2.4) + s15(1 / 1.055) + s15(0.055 / 1.055) + s15(1 / 12.92) + s15(0.04045)
    adapted = (1.04788, 0.02292, -0.05022, 0.02959, 0.99048, -0.01707, -0.00925, 0.01508, 0.75168)
    tags = {
        b"desc": mluc("sRGB"),
        b"cprt": mluc("No copyright, use freely"),
        b"wtpt": xyz(0.9642, 1.0, 0.82491),
        b"chad": b"sf32" + bytes(4) + b"".join(s15(v) for v in adapted),
        b"rXYZ": xyz(0.43607, 0.22249, 0.01392),
        b"gXYZ": xyz(0.38515, 0.71687, 0.09708),
        b"bXYZ": xyz(0.14307, 0.06061, 0.71410),
        b"rTRC": curve,
        b"gTRC": curve,
        b"bTRC": curve,
    }
    at = 128 + 4 + 12 * len(tags)
    table, data, places = struct.pack(">I", len(tags)), b"", {}
    for name, value in tags.items():
        if value not in places:
            places[value] = at + len(data)
            data += value + bytes(-len(value) % 4)
        table += name + struct.pack(">II", places[value], len(value))
    head = struct.pack(">I4sI4s4s4s6H4s", 128 + len(table) + len(data), bytes(4), 0x04200000, b"mntr", b"RGB ", b"XYZ ", 2026, 1, 1, 0, 0, 0, b"acsp")
    head += bytes(28) + s15(0.9642) + s15(1.0) + s15(0.82491)
    return head + bytes(128 - len(head)) + table + data


def main(chinese, fixed, target):
    os.makedirs(target, exist_ok=True)
    simplified = codec("gb2312", range(0xA1, 0xF8), range(0xA1, 0xFF))
    traditional = codec("big5", range(0xA4, 0xC7), list(range(0x40, 0x7F)) + list(range(0xA1, 0xFF)))
    words = {ord(c) for name in sorted(os.listdir(WORDS)) for c in open(os.path.join(WORDS, name), encoding="utf-8").read()}
    few = {c for c in latin() if c < 0x180 or 0x2010 <= c < 0x2060}
    han = simplified | traditional | words | {ord(c) for c in NAMES}
    regular = os.path.join(chinese, "400Regular", "NotoSansSC_400Regular.ttf")
    write(regular, os.path.join(target, "regular.ttf"), latin())
    write(regular, os.path.join(target, "han.ttf"), han - latin())
    write(os.path.join(chinese, "600SemiBold", "NotoSansSC_600SemiBold.ttf"), os.path.join(target, "bold.ttf"), few | words)
    write(os.path.join(fixed, "400Regular", "NotoSansMono_400Regular.ttf"), os.path.join(target, "mono.ttf"), few)
    shutil.copy(os.path.join(chinese, "LICENSE_FONT"), os.path.join(target, "NotoSansSC-OFL.txt"))
    shutil.copy(os.path.join(fixed, "LICENSE_FONT"), os.path.join(target, "NotoSansMono-OFL.txt"))
    with open(os.path.join(target, "srgb.icc"), "wb") as out:
        out.write(profile())


main(sys.argv[1], sys.argv[2], sys.argv[3])
