"""loker: the job-opportunity procedure of a career unit (No.PR.23.3-V0), run on a spreadsheet and a mail account."""
