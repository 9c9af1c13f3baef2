"""Memeriksa rantai jejak dari jejak.csv dan arsip.csv, hanya dengan Python biasa: python3 periksa.py"""
import csv, hashlib, json

def baris(berkas):
    with open(berkas, encoding="utf-8-sig", newline="") as isi:
        for sel in csv.DictReader(isi):  # satu tanda ' di depan sel bukan bagian dari isinya
            yield {kolom: teks[1:] if teks.startswith("'") else teks for kolom, teks in sel.items()}

sidik, jumlah, salah, kepala = "0" * 64, 0, [], {"0" * 64}
for sel in baris("jejak.csv"):
    jumlah += 1
    isi = [sidik, jumlah, json.loads(sel["Detik"]), sel["Langkah"], sel["Perihal"], json.loads(sel["Rincian"])]
    hitung = hashlib.sha256(json.dumps(isi, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    if (sel["Entri"], sel["Sidik"]) != (str(jumlah), hitung):
        salah.append(f"entri {sel['Entri']} tidak cocok dengan yang mendahuluinya")
    sidik = sel["Sidik"]
    kepala.add(sidik)
salah += [f"kepala jejak pada {sel['Berkas']} tidak ada di jejak"
          for sel in baris("arsip.csv") if sel["Kepala Jejak"] not in kepala]
print("\n".join(salah) or "Jejak utuh", f"({jumlah} entri, kepala jejak {sidik})", sep="\n")
raise SystemExit(bool(salah))
